/**
 * The library for tooling in any language: programs that read lines of JSON and write lines of
 * JSON, and one that copies a product into another store. Only {@link
 * dev.regroup.examples.Main} depends on it. Read {@link dev.regroup.examples.cli.Reduce} first.
 */
@NullMarked
package dev.regroup.examples.cli;

import org.jspecify.annotations.NullMarked;
