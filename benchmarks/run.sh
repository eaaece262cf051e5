#!/usr/bin/env sh
# Figures beside a floor of the same run: benchmarks/run.sh [ingest|check|all] [rounds] [seconds]
# What is measured, and what was seen: docs/benchmarks.md
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
jar="$root/sync-worker/target/plumbline.jar"
classes="$root/benchmarks/target/classes"
. "$root/.mvn/find-jdk.sh"

newer_source() {
    [ -n "$(find "$root" \( -path '*/src/main/*' -o -name pom.xml \) ! -path '*/target/*' -type f -newer "$jar" -print 2>/dev/null | head -n 1)" ]
}

if [ ! -f "$jar" ] || [ ! -d "$root/benchmarks/target/lib" ] || newer_source; then
    echo "Building …"
    (cd "$root" && ./mvnw -q -pl benchmarks,sync-worker -am package -DskipTests)
fi

exec "$JAVA_HOME/bin/java" -Xmx1g -Duser.timezone=UTC -Dplumbline.jar="$jar" \
    -cp "$classes:$root/benchmarks/target/lib/*" dev.plumbline.benchmarks.Bench "$@"
