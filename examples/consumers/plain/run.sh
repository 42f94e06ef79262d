#!/bin/sh
# Builds this project against the installed artifacts and runs it. MVN names another Maven, MAVEN_ARGS its options.
set -eu
cd "$(dirname "$0")"
"${MVN:-../../../mvnw}" -q compile dependency:build-classpath -Dmdep.outputFile=target/classpath
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Dorg.slf4j.simpleLogger.log.org.apache=warn \
    -cp "target/classes:$(cat target/classpath)" \
    dev.regroup.consumer.plain.Plain
