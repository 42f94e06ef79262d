package dev.regroup.architecture.planted.json;

import java.io.File;

public record JsonReadsAFile(File file) {}
