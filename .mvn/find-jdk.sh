# Sourced by ./plumbline and ./mvnw: sets JAVA_HOME to a JDK 25 or newer, or says what to install and ends.
# The default `java` of a machine is often older, with a newer JDK beside it.
plumbline_jdk=25

plumbline_suits() {
    [ -x "$1/bin/javac" ] || return 1
    found=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
    [ "${found:-0}" -ge "$plumbline_jdk" ] 2>/dev/null
}

plumbline_find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && plumbline_suits "$JAVA_HOME"; then
        return 0
    fi
    if command -v javac >/dev/null 2>&1; then
        on_path=$(command -v javac)
        on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")
        if plumbline_suits "${on_path%/bin/javac}"; then
            JAVA_HOME=${on_path%/bin/javac}
            return 0
        fi
    fi
    for home in /usr/lib/jvm/* /opt/java/* /opt/jdk* "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*; do
        if plumbline_suits "$home"; then
            JAVA_HOME=$home
            return 0
        fi
    done
    return 1
}

if ! plumbline_find_jdk; then
    echo "Plumbline needs a JDK $plumbline_jdk or newer and found none (looked at JAVA_HOME, PATH and the usual folders)." >&2
    echo "Install one, for example Eclipse Temurin $plumbline_jdk (Debian: temurin-$plumbline_jdk-jdk or openjdk-$plumbline_jdk-jdk-headless;" >&2
    echo "macOS: brew install openjdk@$plumbline_jdk), or set JAVA_HOME to where one is." >&2
    exit 1
fi
export JAVA_HOME
