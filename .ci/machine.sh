# shellcheck shell=bash
# What this machine has, and what can be installed on it. Needs $work, a folder for logs.
: "${work:?}"

fail() {
    echo "CI: $*" >&2
    exit 1
}

# Prints "major<TAB>home" of every JDK that has a compiler.
jdks() {
    local home
    for home in /usr/lib/jvm/*/; do
        if [[ -x "${home}bin/javac" && -r "${home}release" && ! -L "${home%/}" ]]; then
            sed -n "s|^JAVA_VERSION=\"\([0-9]*\).*|\1\t${home%/}|p" "${home}release"
        fi
    done
}

jdk_17() { jdks | awk '$1 == 17 && !found++ { print $2 }'; }
newest_jdk() { jdks | sort -n | tail -1; }

install() {
    echo "CI: installing $*"
    apt-get update -qq >"$work/apt" 2>&1 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >>"$work/apt" 2>&1
}

# has_or_install PROGRAM PACKAGE...
has_or_install() {
    command -v "$1" >/dev/null || { install "${@:2}" && command -v "$1" >/dev/null; }
}

# Whether a file can become a disk here; power cuts need it.
has_loop_devices() {
    local device image=$work/loop
    ((EUID == 0)) && truncate -s 1M "$image" && device=$(losetup -f --show "$image" 2>/dev/null) && losetup -d "$device"
}

# Unmounts and removes what tests left that were ended in the middle.
remove_test_disks() {
    local disk
    for disk in "$PWD"/*/target/disks/*/disk; do
        if mountpoint -q "$disk" 2>/dev/null; then umount -l "$disk"; fi
    done
    rm -rf ./*/target/disks
}
