package org.copsedb.transaction;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.copsedb.btree.Tree;
import org.copsedb.btree.TreeWriter;
import org.copsedb.catalog.SavepointRecord;
import org.copsedb.catalog.SystemTables;
import org.copsedb.pagestore.StoreWriter;
import org.jspecify.annotations.Nullable;

/** What a write transaction asks of persistent savepoints; done when it commits. For one thread. */
final class PersistentSavepoints {
    private final Set<String> created = new LinkedHashSet<>();
    private final Set<String> deleted = new LinkedHashSet<>();

    PersistentSavepoints copy() {
        PersistentSavepoints copy = new PersistentSavepoints();
        copy.created.addAll(created);
        copy.deleted.addAll(deleted);
        return copy;
    }

    /** Finds a savepoint that was there before the transaction, and that it has not deleted. */
    @Nullable
    SavepointRecord find(Tree system, String name) {
        return deleted.contains(name) ? null : SystemTables.findSavepoint(system, name);
    }

    /** Returns false if there is one of the name. */
    boolean create(Tree system, String name) {
        return find(system, name) == null && created.add(name);
    }

    /** Returns false if there is none of the name. */
    boolean delete(Tree system, String name) {
        if (created.remove(name)) {
            return true;
        }
        return find(system, name) != null && deleted.add(name);
    }

    /** Changes the registry, and tells the page store. */
    void apply(StoreWriter pages, TreeWriter system, long version) {
        for (String name : deleted) {
            SavepointRecord record = SystemTables.findSavepoint(system.tree(), name);
            if (record == null) {
                throw new IllegalStateException("the registry has lost savepoint \"" + name + '"');
            }
            pages.forget(record.id());
            system.remove(SystemTables.savepointKey(name));
        }
        for (String name : created) {
            long id = SystemTables.lastSavepointId(system.tree()) + 1;
            SystemTables.setLastSavepointId(system, id);
            system.put(SystemTables.savepointKey(name), new SavepointRecord(id, version, Instant.now()).toBytes());
            pages.persist(id);
        }
    }
}
