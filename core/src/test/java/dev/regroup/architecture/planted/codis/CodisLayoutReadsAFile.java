package dev.regroup.architecture.planted.codis;

/** A layout that looks for itself. */
public record CodisLayoutReadsAFile(java.nio.file.Path file) {}
