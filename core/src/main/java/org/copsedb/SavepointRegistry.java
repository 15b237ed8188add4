package org.copsedb;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.copsedb.btree.Tree;
import org.copsedb.catalog.SavepointRecord;
import org.copsedb.catalog.SystemTables;
import org.copsedb.pagestore.PageStore;
import org.copsedb.pagestore.StoreSavepoint;
import org.copsedb.pagestore.VersionPin;
import org.jspecify.annotations.Nullable;

/** The persistent savepoints of the last committed version. Safe for use by many threads. */
final class SavepointRegistry {
    /** Stands for whichever savepoint has a name. */
    static final long ANY_ID = 0;

    private final PageStore store;

    SavepointRegistry(PageStore store) {
        this.store = store;
    }

    /** Begins to read what a savepoint keeps. */
    VersionPin openReader(String name, long id) {
        try (VersionPin head = store.pinHead()) {
            StoreSavepoint kept = find(head, name, id);
            VersionPin pin = kept == null ? null : kept.tryOpenReader();
            if (pin == null) {
                throw new NoSuchSavepointException(name);
            }
            return pin;
        }
    }

    private @Nullable StoreSavepoint find(VersionPin head, String name, long id) {
        SavepointRecord record = record(head, name);
        return record == null || (id != ANY_ID && id != record.id()) ? null : store.persistentSavepoint(record.id());
    }

    private @Nullable SavepointRecord record(VersionPin head, String name) {
        return SystemTables.findSavepoint(new Tree(store, head.version().systemRoot()), name);
    }

    /** Returns a handle for a savepoint. */
    Savepoint get(Database database, String name) {
        try (VersionPin head = store.pinHead()) {
            SavepointRecord record = record(head, name);
            if (record == null) {
                throw new NoSuchSavepointException(name);
            }
            return new PersistentSavepoint(database, name, record.id());
        }
    }

    /** Lists all savepoints, by name in the order of UTF-8 bytes. */
    List<SavepointInfo> list() {
        List<SavepointInfo> savepoints = new ArrayList<>();
        ToLongFunction<SavepointRecord> bytes = record -> {
            StoreSavepoint kept = store.persistentSavepoint(record.id());
            return kept == null ? 0 : kept.bytesKeptAlone();
        };
        try (VersionPin head = store.pinHead()) {
            SystemTables.forEachSavepoint(
                    new Tree(store, head.version().systemRoot()),
                    (name, record) -> savepoints.add(
                            new SavepointInfo(name, record.version(), record.created(), bytes.applyAsLong(record))));
        }
        return savepoints;
    }
}
