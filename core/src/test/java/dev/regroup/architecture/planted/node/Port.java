package dev.regroup.architecture.planted.node;

/** Stands in for a port. */
public interface Port {}
