package dev.regroup.architecture.planted.redis;

/** Stands in for a class of {@code dev.regroup.redis}. */
public final class Client {}
