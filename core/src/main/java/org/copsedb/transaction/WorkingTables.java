package org.copsedb.transaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.copsedb.btree.TreeShape;
import org.copsedb.btree.TreeWriter;
import org.copsedb.btree.apply.WriteBudget;
import org.copsedb.btree.apply.WriteBuffer;
import org.copsedb.catalog.Catalog;
import org.copsedb.catalog.SystemTables;
import org.copsedb.catalog.TableRecord;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.StoreWriter;
import org.jspecify.annotations.Nullable;

/**
 * The tables that a write transaction has opened, and the catalog. Names change and go in the catalog at once; new
 * tables and new roots are entered when the transaction commits. For one thread at a time.
 */
final class WorkingTables {
    private final StoreWriter pages;
    private final TreeShape shape;
    private final WriteBudget budget;
    private final OperationLog log;
    private final TreeWriter catalog;

    /** All that were ever opened, in that order, also those that are gone. */
    private final List<WorkingTable> opened = new ArrayList<>();

    /** Those that are not gone, by their present names. */
    private final Map<String, WorkingTable> byName = new HashMap<>();

    WorkingTables(StoreWriter pages, PageReference root, WriteBudget budget, OperationLog log) {
        this.pages = pages;
        this.budget = budget;
        this.log = log;
        this.shape = Catalog.shape(pages.basePageSize());
        this.catalog = new TreeWriter(pages, shape, root);
    }

    TreeShape shape() {
        return shape;
    }

    TreeWriter catalog() {
        return catalog;
    }

    /** Returns a table, the same object each time; one that does not exist is begun. */
    WorkingTable open(String name, String keyType, String valueType) {
        WorkingTable table = byName.get(name);
        if (table == null) {
            TableRecord record = Catalog.find(catalog.tree(), name);
            // The id is given when the table comes into being.
            table = add(name, record != null ? record : new TableRecord(0, PageReference.NONE, keyType, valueType));
        }
        return table;
    }

    private WorkingTable add(String name, TableRecord record) {
        TreeWriter tree = new TreeWriter(pages, shape, record.root());
        WriteBuffer buffer = new WriteBuffer(pages, shape, tree, budget);
        WorkingTable table = new WorkingTable(name, record, new WorkingTable.Writers(tree, buffer, log));
        opened.add(table);
        byName.put(name, table);
        return table;
    }

    /** Returns a table that exists, null if there is none. */
    @Nullable
    WorkingTable find(String name) {
        WorkingTable table = byName.get(name);
        if (table != null) {
            return table.exists() ? table : null;
        }
        TableRecord record = Catalog.find(catalog.tree(), name);
        return record == null ? null : add(name, record);
    }

    /** Returns the table of the catalog that has an id, null if there is none. */
    @Nullable
    WorkingTable findById(long id) {
        List<WorkingTable> found = new ArrayList<>();
        Catalog.forEach(catalog.tree(), (name, record) -> {
            if (record.id() == id) {
                found.add(open(name, record.keyType(), record.valueType()));
            }
        });
        return found.isEmpty() ? null : found.get(0);
    }

    /** Creates a table with the id that it had before, for replay; returns null if there is one of that name. */
    @Nullable
    WorkingTable create(String name, String keyType, String valueType, long id) {
        if (find(name) != null) {
            return null;
        }
        WorkingTable table = add(name, new TableRecord(0, PageReference.NONE, keyType, valueType));
        table.setId(id);
        table.treeToWrite();
        return table;
    }

    /** Returns the names of all that exist: those of the catalog in the order of their bytes, then new ones. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        Catalog.forEach(catalog.tree(), (name, record) -> names.add(name));
        for (WorkingTable table : opened) {
            if (table.isCreated() && table.exists()) {
                names.add(table.name());
            }
        }
        return names;
    }

    /** Takes all entries and the name from a table, for good. */
    void drop(WorkingTable table) {
        table.treeToWrite().clear();
        detach(table);
        table.leave("was dropped");
    }

    /** Takes a table out of the catalog and from its name. */
    void detach(WorkingTable table) {
        if (!table.isCreated()) {
            catalog.remove(Catalog.key(table.name()));
        }
        byName.remove(table.name());
    }

    /** Gives a table that was {@linkplain #detach detached} a name that no table has. */
    void attach(WorkingTable table, String name) {
        WorkingTable begun = byName.get(name);
        if (begun != null) {
            begun.lose("was not there yet when table \"" + table.name() + "\" took its name");
        }
        table.setName(name);
        byName.put(name, table);
        if (!table.isCreated()) {
            catalog.put(Catalog.key(name), table.record().toBytes());
        }
    }

    /** Returns what a savepoint keeps; to be called before the pages get their mark. */
    Map<WorkingTable, WorkingTable.State> states() {
        Map<WorkingTable, WorkingTable.State> states = new HashMap<>();
        for (WorkingTable table : opened) {
            states.put(table, table.state());
        }
        return states;
    }

    /** Returns to a savepoint, after the pages did. */
    void rollbackTo(PageReference root, Map<WorkingTable, WorkingTable.State> states) {
        catalog.reset(root);
        byName.clear();
        for (WorkingTable table : opened) {
            WorkingTable.State state = states.get(table);
            if (state != null) {
                table.restore(state);
                if (!table.isGone()) {
                    byName.put(table.name(), table);
                }
            }
        }
        for (WorkingTable table : opened) {
            if (!states.containsKey(table)) {
                // It had another name then only if it has another one now because of what is undone.
                reload(table, table.nameWhenOpened());
            }
        }
    }

    /** Goes on with another catalog, after the pages did: tables are what it has by their names. */
    void restore(PageReference root) {
        catalog.reset(root);
        List<WorkingTable> present = new ArrayList<>(byName.values());
        byName.clear();
        present.forEach(table -> reload(table, table.name()));
    }

    private void reload(WorkingTable table, String name) {
        TableRecord record = Catalog.find(catalog.tree(), name);
        if (byName.containsKey(name) || (record != null && !record.hasTypesOf(table.record()))) {
            table.lose("is another table in the state that was returned to");
            return;
        }
        table.reload(name, record);
        byName.put(name, table);
    }

    /** Refuses to go on while a table is being filled by an iterator of the user's. */
    void requireIdle() {
        opened.forEach(WorkingTable::requireIdle);
    }

    /** Enters the changed tables into the catalog; returns all that the journal's record must name. */
    List<WorkingTable> enter(TreeWriter system) {
        List<WorkingTable> changed = new ArrayList<>();
        long lastId = 0;
        for (WorkingTable table : opened) {
            if (!table.isWritten() && !table.isRenamed()) {
                continue;
            }
            changed.add(table);
            if (table.isGone()) {
                lastId = table.isCreated() ? Math.max(lastId, table.id()) : lastId; // its id is used up
                continue;
            }
            PageReference root = table.tree().root();
            if (!table.isCreated() && table.record().root().equals(root)) {
                continue;
            }
            if (table.id() == 0) {
                lastId = Math.max(lastId, SystemTables.lastTableId(system.tree())) + 1;
                table.setId(lastId);
            }
            lastId = table.isCreated() ? Math.max(lastId, table.id()) : lastId;
            catalog.put(
                    Catalog.key(table.name()),
                    table.record().withId(table.id()).withRoot(root).toBytes());
        }
        if (lastId != 0 && lastId > SystemTables.lastTableId(system.tree())) {
            SystemTables.setLastTableId(system, lastId);
        }
        return changed;
    }
}
