package dev.regroup.examples.store;

import dev.regroup.coordinator.Coordinator;
import dev.regroup.examples.redis.CannotRun;

/** A store that runs somewhere: how to reach it, and how to leave nothing behind. Immutable. */
interface Backend {

    /**
     * Makes sure that it answers.
     *
     * @throws CannotRun if it does not
     */
    void checkAnswers();

    /** Opens a client whose keys are all below that path. */
    Coordinator client(String path);

    /** Removes everything below that path. */
    void remove(String path);
}
