#!/bin/sh
# Builds this project against the installed artifacts and runs it with either remedy for etcd on Spring Boot 3; without one, it has to end
# with the exception that names both. MVN names another Maven, MAVEN_ARGS its options.
set -eu
cd "$(dirname "$0")"

# build <name> [option ...]
build() {
    name=$1
    shift
    "${MVN:-../../../mvnw}" -q "$@" compile dependency:build-classpath -Dmdep.outputFile="target/classpath-$name"
}

# run <name> <main class>
run() {
    "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "target/classes:$(cat "target/classpath-$1")" "$2"
}

build without
if run without dev.regroup.consumer.plain.EtcdAlone >target/without.txt 2>&1; then
    echo 'etcd on Netty 4.1 was not refused' >&2
    exit 1
fi
grep -F '<netty.version>4.2.15.Final</netty.version>' target/without.txt | grep -F 'io.etcd:jetcd-core:0.8.5' >/dev/null || {
    cat target/without.txt >&2
    exit 1
}
echo 'Spring Boot 3 as it is: refused, and both remedies named'

for remedy in netty-4.2 jetcd-0.8.5; do
    build "$remedy" -P "$remedy"
    echo "Spring Boot 3 with $remedy:"
    run "$remedy" dev.regroup.consumer.boot.Application
done
