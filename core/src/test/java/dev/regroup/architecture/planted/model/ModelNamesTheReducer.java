package dev.regroup.architecture.planted.model;

import dev.regroup.architecture.planted.reduce.ReducerNamesAPort;

public record ModelNamesTheReducer(ReducerNamesAPort reducer) {}
