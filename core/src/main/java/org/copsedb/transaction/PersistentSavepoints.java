package org.copsedb.transaction;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.copsedb.btree.Tree;
import org.copsedb.btree.TreeWriter;
import org.copsedb.catalog.SavepointRecord;
import org.copsedb.catalog.SystemTables;
import org.copsedb.pagestore.StoreWriter;
import org.jspecify.annotations.Nullable;

/** What a write transaction asks of persistent savepoints; done when it commits. Immutable, so that marks share it. */
final class PersistentSavepoints {
    static final PersistentSavepoints NONE = new PersistentSavepoints(Map.of(), Set.of());

    /** The new savepoints with their ids, in the order in which they were asked for. */
    private final Map<String, Long> created;

    private final Set<String> deleted;

    private PersistentSavepoints(Map<String, Long> created, Set<String> deleted) {
        this.created = created;
        this.deleted = deleted;
    }

    /** Finds a savepoint that was there before the transaction, and that it has not deleted. */
    @Nullable
    SavepointRecord find(Tree system, String name) {
        return deleted.contains(name) ? null : SystemTables.findSavepoint(system, name);
    }

    /** Returns the id of a savepoint that the transaction makes or that was there, null if there is none. */
    @Nullable
    Long idOf(Tree system, String name) {
        Long id = created.get(name);
        SavepointRecord record = id == null ? find(system, name) : null;
        return record == null ? id : Long.valueOf(record.id());
    }

    /** Asks for a savepoint of a name that none has. */
    PersistentSavepoints with(Tree system, String name) {
        long last = SystemTables.lastSavepointId(system);
        for (long id : created.values()) {
            last = Math.max(last, id);
        }
        Map<String, Long> more = new LinkedHashMap<>(created);
        more.put(name, last + 1);
        return new PersistentSavepoints(more, deleted);
    }

    /** Asks for the end of a savepoint that there is. */
    PersistentSavepoints without(String name) {
        if (created.containsKey(name)) {
            Map<String, Long> fewer = new LinkedHashMap<>(created);
            fewer.remove(name);
            return new PersistentSavepoints(fewer, deleted);
        }
        Set<String> more = new LinkedHashSet<>(deleted);
        more.add(name);
        return new PersistentSavepoints(created, more);
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
        created.forEach((name, id) -> {
            if (id > SystemTables.lastSavepointId(system.tree())) {
                SystemTables.setLastSavepointId(system, id);
            }
            system.put(SystemTables.savepointKey(name), new SavepointRecord(id, version, Instant.now()).toBytes());
            pages.persist(id);
        });
    }
}
