# shellcheck shell=bash
# Judges what Maven printed and what Surefire reported. Needs $work, totals and machine.sh.
: "${work:?}" "${engine:?}"

fail_on_warnings() {
    # Surefire marks the summary of skipped tests as warnings; check_reports judges those.
    if grep -E '^(\[WARNING\]|WARNING:|(OpenJDK|Java HotSpot).* warning:)' "$1" |
        grep -vE '^\[WARNING\] *($|Tests (run:|are skipped)|[A-Za-z0-9_.$]+Test\b)'; then
        fail "the warnings above"
    fi
}

# attribute NAME REPORT
attribute() { grep -o -m1 " $1=\"[0-9.,]*\"" "$2" | awk 'NR == 1' | tr -dc '0-9.'; }

# reports MODULE CLASS: those of a test class and of the classes in it.
reports() {
    local report
    for report in "$1/target/surefire-reports/TEST-$2".xml "$1/target/surefire-reports/TEST-$2\$"*.xml; do
        if [[ -f $report ]]; then echo "$report"; fi
    done
}

# Every test class must have run more than it skipped, or stand in may-skip.txt with its reason.
check_reports() {
    local source module class report tests skipped all_tests=0 all_skipped=0 classes=0 idle=()
    while IFS= read -r source; do
        if grep -qE '\b(abstract class|interface|@interface) [A-Za-z0-9]*Test\b' "$source"; then continue; fi
        module=${source%%/src/test/java/*}
        class=${source##*/src/test/java/}
        class=${class%.java}
        class=${class//\//.}
        tests=0 skipped=0
        while IFS= read -r report; do
            tests=$((tests + $(attribute tests "$report")))
            skipped=$((skipped + $(attribute skipped "$report")))
        done < <(reports "$module" "$class")
        classes=$((classes + 1)) all_tests=$((all_tests + tests)) all_skipped=$((all_skipped + skipped))
        if ((tests <= skipped)) && ! grep -qP "^\Q$class\E\t.+" .ci/may-skip.txt; then
            idle+=("$class ($tests tests, $skipped skipped)")
        fi
    done < <(find . -path '*/src/test/java/*' -name '*Test.java' -not -path '*/target/*' | sed 's|^\./||' | sort)
    if ((${#idle[@]} > 0)); then
        printf '%s\n' "${idle[@]}" >&2
        fail "on JDK $1 the test classes above ran nothing and do not stand in .ci/may-skip.txt"
    fi
    ((all_tests > 0)) || fail "no test ran on JDK $1"
    totals+=("JDK $1: $all_tests tests in $classes classes, $all_skipped skipped, $2 seconds")
}

# check_process_tests JDK LOG: containers must be used where an engine runs, power must be cut where disks can be made.
check_process_tests() {
    local report kills cuts containers=0 skipped=0
    kills=$(sum_of_seeds 'kills of a committing process' "$2")
    cuts=$(sum_of_seeds 'power cuts of (xfs|ext4)' "$2")
    while IFS= read -r report; do
        skipped=$((skipped + $(attribute skipped "$report")))
        containers=$((containers + $(attribute tests "$report") - $(attribute skipped "$report")))
    done < <(reports core org.copsedb.process.ContainerTest)
    totals+=("JDK $1: $kills kills, $cuts power cuts, $containers container tests")
    ((kills > 0)) || fail "on JDK $1 no process was killed"
    if has_loop_devices && ((cuts == 0)); then fail "on JDK $1 no power was cut, though this is root with loop devices"; fi
    if [[ $engine != none ]] && ((containers == 0 || skipped > 0)); then
        fail "on JDK $1 $skipped container tests were skipped and $containers run, though an engine runs"
    fi
}

# sum_of_seeds NAME LOG: how many runs the tests say they did.
sum_of_seeds() {
    { grep -oE "$1 [0-9]+ operations seeds [0-9]+ to [0-9]+" "$2" || true; } |
        awk '{ sum += $NF - $(NF - 2) + 1 } END { print sum + 0 }'
}

# Prints how long the tests of each module took, and which classes took longest.
print_times() {
    local report
    for report in */target/surefire-reports/TEST-*.xml; do
        printf '%s %s %s %s\n' "${report%%/*}" "$(attribute time "$report")" "$(attribute tests "$report")" \
            "$(basename "$report" .xml | sed 's/^TEST-//')"
    done >"$work/times"
    echo "CI: JDK $1: seconds of tests in each module, and the ten slowest classes"
    awk '{ seconds[$1] += $2; tests[$1] += $3 }
        END { for (m in seconds) printf "  %8.1f  %s, %d tests\n", seconds[m], m, tests[m] }' "$work/times" | sort -rn
    # awk reads to the end, as head would not: under pipefail a broken pipe ends the whole run.
    sort -k2,2 -rn "$work/times" | awk 'NR <= 10 { printf "  %8.1f  %s\n", $2, $4 }'
}
