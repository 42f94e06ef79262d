package dev.regroup.architecture.planted.reduce;

import dev.regroup.architecture.planted.node.Port;

public record ReducerNamesAPort(Port port) {}
