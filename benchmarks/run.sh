#!/usr/bin/env sh
# Figures beside a floor of the same run: benchmarks/run.sh [ingest|check|freshness|reconcile-freshness|usage|reserve|resolve|all] [rounds] [seconds]
# How long a company of a great many customers takes: benchmarks/run.sh publish|whatif [customers]
# A nightly run over accounts of these sizes: benchmarks/run.sh reconcile [10000,100000,1000000] [rounds]
# A month's pack of so many lines, made and taken away: benchmarks/run.sh pack [100000,1100000]
# What is measured, and what was seen: docs/benchmarks.md
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
jar="$root/sync-worker/target/plumbline.jar"
classes="$root/benchmarks/target/classes"
. "$root/.mvn/find-jdk.sh"

# The jar's own date is fixed (builds are reproducible), so it does not tell whether it is new: Maven does.
(cd "$root" && ./mvnw -q -pl benchmarks,sync-worker -am package -Dmaven.test.skip=true -Dspotless.check.skip=true)

# A billing system with a million customers is in the driver's memory; that of the server is always the same.
heap=1g
[ "${1:-}" = reconcile ] && heap=9g
exec "$JAVA_HOME/bin/java" -Xmx"$heap" -Duser.timezone=UTC -Dplumbline.jar="$jar" \
    -cp "$classes:$root/benchmarks/target/lib/*" dev.plumbline.benchmarks.Bench "$@"
