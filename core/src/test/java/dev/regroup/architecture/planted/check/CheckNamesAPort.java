package dev.regroup.architecture.planted.check;

import dev.regroup.architecture.planted.node.Port;

public record CheckNamesAPort(Port port) {}
