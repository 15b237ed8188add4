package org.copsedb.transaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The list of tables at the end of a journal record, done again: first tables go, then others change their names, all
 * at once so that they may exchange them, then new ones come. For one use.
 */
final class RecordedTables {
    /** A table that gets another name. */
    private record Renaming(WorkingTable table, String name) {}

    /** A new table. */
    private record Creation(long index, long id, String name, String keyType, String valueType) {}

    private final WorkingTables tables;
    private final Map<Long, WorkingTable> byId;
    private final RecordedOperations record;
    private final Map<Long, @Nullable WorkingTable> byIndex = new HashMap<>();
    private final List<Renaming> renamings = new ArrayList<>();
    private final List<Creation> creations = new ArrayList<>();

    /**
     * Prepares to read a list.
     *
     * @param tables all tables
     * @param byId those that the records so far named, which this adds to
     * @param record the record
     */
    RecordedTables(WorkingTables tables, Map<Long, WorkingTable> byId, RecordedOperations record) {
        this.tables = tables;
        this.byId = byId;
        this.record = record;
    }

    /** Returns the tables by their numbers in the record; null stands for one that the commit dropped. */
    Map<Long, @Nullable WorkingTable> apply() {
        record.beginTables();
        while (record.hasNext()) {
            read(record.nextNumber(), record.nextNumber(), record.nextNumber());
        }
        for (Renaming renaming : renamings) {
            tables.detach(renaming.table());
        }
        for (Renaming renaming : renamings) {
            if (tables.find(renaming.name()) != null) {
                throw record.corrupt("a name that no table has", "\"" + renaming.name() + '"');
            }
            tables.attach(renaming.table(), renaming.name());
        }
        creations.forEach(this::create);
        return byIndex;
    }

    private void read(long index, long id, long fate) {
        if (fate == OperationLog.CREATED) {
            creations.add(new Creation(index, id, record.nextName(), record.nextName(), record.nextName()));
            return;
        }
        if (fate == OperationLog.DROPPED && id == 0) {
            byIndex.put(index, null); // it was new
            return;
        }
        WorkingTable table = find(id);
        if (fate == OperationLog.DROPPED) {
            tables.drop(table);
            byId.remove(id);
            byIndex.put(index, null);
            return;
        }
        if (fate == OperationLog.RENAMED) {
            renamings.add(new Renaming(table, record.nextName()));
        } else if (fate != OperationLog.EXISTING) {
            throw record.corrupt("the fate of a table, 0 to 3", "fate " + fate);
        }
        byIndex.put(index, table);
    }

    private WorkingTable find(long id) {
        WorkingTable table = byId.get(id);
        if (table == null) {
            table = tables.findById(id);
        }
        if (table == null) {
            throw record.corrupt("the id of a table", "id " + id);
        }
        byId.put(id, table);
        return table;
    }

    private void create(Creation creation) {
        WorkingTable table = tables.create(creation.name(), creation.keyType(), creation.valueType(), creation.id());
        if (table == null) {
            throw record.corrupt("a new table", "\"" + creation.name() + "\", which exists");
        }
        byId.put(creation.id(), table);
        byIndex.put(creation.index(), table);
    }
}
