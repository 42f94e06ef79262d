package dev.regroup.architecture.planted;

/** Stands in for a class of the root package. */
public final class Root {}
