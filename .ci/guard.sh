# shellcheck shell=bash
# Prints how fast CopseDB is beside one peer, so that a slower commit is seen. Needs $work and totals.
: "${work:?}"

# Machines are noisy, and a peer may not be had: nothing here fails a run.
compare_with_peer() {
    echo "CI: CopseDB beside MVStore, 20,000 entries (the last column is above 1 where CopseDB wins)"
    if mvn -q -B -ntp -Pbenchmark -DskipTests package -pl examples/benchmark -am >"$work/guard" 2>&1 &&
        timeout 120 java -cp 'examples/benchmark/target/class-path/*' org.copsedb.benchmark.StoreBenchmark \
            --entries 20000 --stores copsedb,mvstore --parts MAIN --directory "$work/guard-stores" \
            --results "$work/guard.tsv" --table "$work/guard.md" --charts "$work" >"$work/guard" 2>&1; then
        cat "$work/guard.md"
    else
        tail -5 "$work/guard"
        totals+=("the comparison with MVStore did not run: see above")
    fi
}
