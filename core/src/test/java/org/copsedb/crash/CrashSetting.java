package org.copsedb.crash;

import java.util.Map;
import org.copsedb.DatabaseOptions;
import org.copsedb.storage.StorageFile;
import org.copsedb.testkit.WriteOnceFile;

/**
 * How scenarios are run.
 *
 * @param opener opens all databases
 * @param options of all databases
 * @param budget the most images of one power cut, about
 * @param depth how many power cuts during recoveries may follow one another
 * @param nestedShare one image in so many is cut again during its recovery
 */
record CrashSetting(DatabaseOpener opener, DatabaseOptions options, int budget, int depth, int nestedShare) {
    /**
     * Sizes of a file.
     *
     * @param pageSize bytes of a smallest page
     * @param regionPages such pages in a region
     */
    record Geometry(int pageSize, int regionPages) {
        DatabaseOptions applyTo(DatabaseOptions options) {
            return options.pageSize(pageSize).regionPages(regionPages);
        }

        /** Checks that no page of a file is written twice under one stamp. */
        StorageFile checked(StorageFile file, Map<Long, Long> stamps) {
            return new WriteOnceFile(file, pageSize, regionPages, stamps);
        }
    }

    /** Few images of each power cut, and one in sixteen cut again. */
    static CrashSetting quick() {
        return new CrashSetting(DatabaseOpener.sound(), DatabaseOpener.SMALL, 24, 1, 16);
    }

    /** More images of each power cut, and one in six cut again. */
    static CrashSetting thorough() {
        return new CrashSetting(DatabaseOpener.sound(), DatabaseOpener.SMALL, 64, 2, 6);
    }

    CrashSetting with(DatabaseOpener other) {
        return new CrashSetting(other, options, budget, depth, nestedShare);
    }

    CrashSetting with(DatabaseOptions other) {
        return new CrashSetting(opener, other, budget, depth, nestedShare);
    }

    CrashSetting withBudget(int images) {
        return new CrashSetting(opener, options, images, depth, nestedShare);
    }
}
