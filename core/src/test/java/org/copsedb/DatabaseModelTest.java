package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Function;
import org.copsedb.pagestore.PageStore;
import org.copsedb.pagestore.StoreOptions;
import org.copsedb.pagestore.StoreWriter;
import org.copsedb.pagestore.Version;
import org.copsedb.storage.StorageFile;
import org.copsedb.testkit.SeededRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database does what sorted maps do, in several geometries, and the model finds bugs that were planted. */
final class DatabaseModelTest {
    private static final int TRANSACTIONS = 60;

    private static DatabaseOptions options(int pageSize) {
        return options(pageSize, 1 << 20);
    }

    private static DatabaseOptions options(int pageSize, int dirtyBytes) {
        return DatabaseOptions.defaults()
                .pageSize(pageSize)
                .regionPages(128)
                .cacheBytes(64 << 10)
                .dirtyBytes(dirtyBytes)
                .writeBufferBytes(4_096)
                .journalBytes(1 << 16)
                .withoutThreads();
    }

    private static void run(int seeds, Function<StorageFile, Database> opener) {
        SeededRuns.count("database", seeds, seed -> new DatabaseModel(seed, opener).run(TRANSACTIONS));
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1_024, 4_096, 65_536})
    void behavesLikeSortedMaps(int pageSize) {
        int seeds = pageSize == 65_536 ? 6 : 25; // filling such pages takes four times as long as all else
        run(seeds, file -> Database.open(file, options(pageSize)));
    }

    /** Transactions write pages early, whose memory is a few pages. */
    @ParameterizedTest
    @ValueSource(ints = {512, 4_096})
    void behavesLikeSortedMapsWithTransactionsLargerThanMemory(int pageSize) {
        run(15, file -> Database.open(file, options(pageSize, 6 * pageSize)));
    }

    /** A store whose rollback to a savepoint forgets to bring back the pages freed since. */
    private static final class ForgetfulStore extends PageStore {
        ForgetfulStore(StorageFile file, StoreOptions options) {
            super(file, options);
        }

        @Override
        protected StoreWriter makeWriter(Version base) {
            return new StoreWriter(this, base) {
                @Override
                protected void forgetDeaths(int keep) {
                    // The planted bug: what was given up since the savepoint stays given up.
                }
            };
        }
    }

    @Test
    void modelCatchesARollbackThatForgetsFreedPages() {
        assertThrows(
                AssertionError.class, () -> run(20, file -> Database.open(file, options(512), ForgetfulStore::new)));
    }
}
