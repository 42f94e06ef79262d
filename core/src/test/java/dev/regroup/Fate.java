package dev.regroup;

/** What becomes of a command. */
enum Fate {
    ARRIVES,
    /** It takes effect, and the answer is lost. */
    ANSWER_LOST,
    LOST,
    REFUSED,
    /** It takes effect right before its deadline, whatever happened meanwhile to others. */
    LATE
}
