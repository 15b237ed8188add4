package org.copsedb.benchmark.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How stores are run.
 *
 * @param parent where their directories go
 * @param entries the number of entries
 * @param cacheBytes the cache of each
 * @param rowLimit how long a row may take
 * @param virtualMachineOptions options for the virtual machine of each
 */
public record StoreRunOptions(
        Path parent, long entries, long cacheBytes, Duration rowLimit, List<String> virtualMachineOptions) {
    /**
     * Keeps its own copy of the options.
     *
     * @param parent where directories go
     * @param entries the number of entries
     * @param cacheBytes the cache of each
     * @param rowLimit how long a row may take
     * @param virtualMachineOptions options for each
     */
    public StoreRunOptions {
        virtualMachineOptions = List.copyOf(virtualMachineOptions);
    }
}
