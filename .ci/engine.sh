# shellcheck shell=bash
# A container engine for the tests: the one that is here, else one of our own. Needs $work and machine.sh.
: "${work:?}"

engine=none # none, theirs or ours
engine_process=
engine_images=()

# Finds an engine, or starts one that touches neither the network of this machine nor another engine.
start_engine() {
    local folder=$work/engine
    if timeout 10 docker info >/dev/null 2>&1; then
        engine=theirs
        return
    fi
    if ((EUID != 0)); then no_engine "it needs root to start one"; return; fi
    has_or_install dockerd docker.io || { no_engine "none can be installed"; return; }
    has_or_install docker docker-cli || { no_engine "no client can be installed"; return; }
    mkdir "$folder"
    dockerd --data-root "$folder/data" --exec-root "$folder/exec" -p "$folder/pid" -H "unix://$folder/socket" \
        --bridge=none --iptables=false --ip6tables=false --ip-forward=false >"$work/dockerd" 2>&1 &
    engine_process=$!
    export DOCKER_HOST=unix://$folder/socket
    for ((i = 0; i < 150; i++)); do
        if timeout 10 docker info >/dev/null 2>&1; then
            engine=ours
            # Without a bridge there is no gateway to ask for; and we clean up ourselves.
            export TESTCONTAINERS_HOST_OVERRIDE=localhost TESTCONTAINERS_RYUK_DISABLED=true
            return
        fi
        kill -0 "$engine_process" 2>/dev/null || break
        sleep 0.2
    done
    no_engine "dockerd says: $(grep -E 'level=(error|fatal)|^failed' "$work/dockerd" | tail -1)"
}

no_engine() { echo "CI: no container engine runs here, so the container tests are skipped: $*"; }

# use_java_image VERSION HOME: makes an image of a JDK, which need not be pulled, and lets the tests use it.
use_java_image() {
    if [[ $engine != none ]]; then
        export COPSEDB_JAVA_IMAGE=copsedb-ci/java:$1
        .ci/java-image "$2" "$COPSEDB_JAVA_IMAGE" || fail "no image of JDK $1 can be made"
        engine_images+=("$COPSEDB_JAVA_IMAGE")
    fi
}

stop_engine() {
    if [[ $engine == theirs ]]; then
        docker rmi -f "${engine_images[@]}" >/dev/null 2>&1 || true
    fi
    if [[ -n $engine_process ]]; then
        kill "$engine_process" 2>/dev/null || true
        for ((i = 0; i < 100; i++)); do
            kill -0 "$engine_process" 2>/dev/null || return 0
            sleep 0.2
        done
        kill -9 "$engine_process" 2>/dev/null || true
    fi
}
