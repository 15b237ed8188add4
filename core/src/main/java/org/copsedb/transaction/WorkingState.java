package org.copsedb.transaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.copsedb.btree.Tree;
import org.copsedb.btree.TreeShape;
import org.copsedb.btree.TreeWriter;
import org.copsedb.btree.apply.WriteBudget;
import org.copsedb.btree.apply.WriteBuffer;
import org.copsedb.catalog.Catalog;
import org.copsedb.catalog.SavepointRecord;
import org.copsedb.catalog.SystemTables;
import org.copsedb.catalog.TableRecord;
import org.copsedb.pagestore.JournalContent;
import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.StorePending;
import org.copsedb.pagestore.StoreSavepoint;
import org.copsedb.pagestore.StoreWriter;
import org.copsedb.pagestore.Version;
import org.jspecify.annotations.Nullable;

/**
 * All that a write transaction has done so far: the tables it opened, over the pages it bore, with its savepoints.
 *
 * <p>The catalog is changed only at commit, so a savepoint is a mark in the lists of pages and the root of each opened
 * table. For one thread at a time.
 */
public final class WorkingState {
    /**
     * A savepoint.
     *
     * @param mark its mark in the lists of pages
     * @param catalog the root of the catalog, which a restore exchanges
     * @param tables the tables opened before it, as they were
     * @param persistent what was asked of persistent savepoints
     * @param logged how much had been done
     */
    private record SavedState(
            int mark,
            PageReference catalog,
            Map<WorkingTable, WorkingTable.State> tables,
            PersistentSavepoints persistent,
            int logged) {}

    private final StoreWriter pages;
    private final TreeShape shape;
    private final WriteBudget budget;
    private final TreeWriter catalog;
    private final TreeWriter system;
    private final OperationLog log;
    private final Map<String, WorkingTable> tables = new LinkedHashMap<>();
    private final List<SavedState> savepoints = new ArrayList<>();
    private final Version base;
    private PersistentSavepoints persistent = PersistentSavepoints.NONE;

    /** Savepoints that were restored, held until the transaction ends. */
    private final List<StoreSavepoint> held = new ArrayList<>();

    /**
     * Begins on top of a version.
     *
     * @param pages the writer of the pages
     * @param base the version
     * @param budget the memory for writes that ask for no answer
     */
    public WorkingState(StoreWriter pages, Version base, WriteBudget budget) {
        this.pages = pages;
        this.base = base;
        this.budget = budget;
        this.shape = Catalog.shape(pages.basePageSize());
        this.catalog = new TreeWriter(pages, shape, base.userRoot());
        this.system = new TreeWriter(pages, shape, base.systemRoot());
        this.log = new OperationLog(pages.maximumRecord());
    }

    /**
     * Returns the longest key a table can have.
     *
     * @return bytes
     */
    public int maximumKeyLength() {
        return catalog.maximumKeyLength();
    }

    /**
     * Returns a table, the same object each time. One that does not exist is begun, and comes into being when it is
     * written to.
     *
     * @param name the table's name
     * @param keyType the name of the key codec, for a new table
     * @param valueType the name of the value codec, for a new table
     * @return the table; the caller compares the types
     */
    public WorkingTable open(String name, String keyType, String valueType) {
        WorkingTable table = tables.get(name);
        if (table == null) {
            TableRecord record = Catalog.find(catalog.tree(), name);
            if (record == null) {
                // The id is given when the table comes into being.
                record = new TableRecord(0, PageReference.NONE, keyType, valueType);
            }
            table = add(name, record);
        }
        return table;
    }

    private WorkingTable add(String name, TableRecord record) {
        TreeWriter tree = new TreeWriter(pages, shape, record.root());
        WriteBuffer buffer = new WriteBuffer(pages, shape, tree, budget);
        WorkingTable table = new WorkingTable(name, record, new WorkingTable.Writers(tree, buffer, log));
        tables.put(name, table);
        return table;
    }

    /** Creates a table with the id that it had before, for replay; returns null if there is one of that name. */
    @Nullable
    WorkingTable create(String name, String keyType, String valueType, long id) {
        if (tables.containsKey(name) || Catalog.find(catalog.tree(), name) != null) {
            return null;
        }
        WorkingTable table = add(name, new TableRecord(0, PageReference.NONE, keyType, valueType));
        table.setId(id);
        table.treeToWrite();
        return table;
    }

    /**
     * Returns the names of all tables, those begun here included.
     *
     * @return the names in the order of their UTF-8 bytes, then new ones in the order they were opened
     */
    public List<String> tableNames() {
        List<String> names = new ArrayList<>();
        Catalog.forEach(catalog.tree(), (name, record) -> names.add(name));
        for (WorkingTable table : tables.values()) {
            if (table.record().id() == 0 && table.isWritten()) {
                names.add(table.name());
            }
        }
        return names;
    }

    /**
     * Sets a savepoint inside those there are. O(tables opened), unless much is buffered: then that is applied.
     *
     * @return how many there are now; names this one
     */
    public int savepoint() {
        requireIdle();
        Map<WorkingTable, WorkingTable.State> states = new HashMap<>();
        for (WorkingTable table : tables.values()) {
            states.put(table, table.state());
        }
        savepoints.add(new SavedState(pages.mark(), catalog.root(), states, persistent, log.position()));
        return savepoints.size();
    }

    /**
     * Returns to a savepoint, which stays; those inside it are gone. Costs what was changed since.
     *
     * @param depth what {@link #savepoint} returned
     */
    public void rollbackTo(int depth) {
        requireIdle();
        SavedState saved = savepoints.get(depth - 1);
        pages.rollbackTo(saved.mark());
        dropSavepoints(depth);
        log.truncate(saved.logged());
        catalog.reset(saved.catalog());
        persistent = saved.persistent();
        for (WorkingTable table : tables.values()) {
            WorkingTable.State state = saved.tables().get(table);
            if (state == null) {
                table.reload(Catalog.find(catalog.tree(), table.name()));
            } else {
                table.restore(state);
            }
        }
    }

    /**
     * Gives up a savepoint and those inside it; the changes stay.
     *
     * @param depth what {@link #savepoint} returned
     */
    public void release(int depth) {
        requireIdle();
        pages.release(savepoints.get(depth - 1).mark());
        dropSavepoints(depth - 1);
    }

    private void dropSavepoints(int kept) {
        while (savepoints.size() > kept) {
            savepoints.remove(savepoints.size() - 1).tables().forEach(WorkingTable::release);
        }
    }

    private void requireIdle() {
        tables.values().forEach(WorkingTable::requireIdle);
    }

    /**
     * Hands everything over to be made durable and visible.
     *
     * @param waitsForDisk whether it is visible only when it is durable
     * @return the commit on its way; null if it is visible and durable already, or if nothing was changed
     */
    public @Nullable StorePending commit(boolean waitsForDisk) {
        List<WorkingTable> written = enterTables();
        if (!log.isDropped()) {
            JournalContent content = log.complete(written, waitsForDisk);
            if (pages.canBeJournaled(content.length())) {
                StorePending pending = pages.commit(catalog.root(), system.root(), content);
                closeHeld();
                return pending;
            }
        }
        pages.commit(catalog.root(), system.root());
        closeHeld();
        return null;
    }

    /** Enters the changed tables into the catalog; returns all that were written to. */
    List<WorkingTable> enterTables() {
        List<WorkingTable> written = new ArrayList<>();
        long lastId = 0;
        for (WorkingTable table : tables.values()) {
            if (!table.isWritten()) {
                continue;
            }
            written.add(table);
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
        persistent.apply(pages, system, base.number() + 1);
        return written;
    }

    PageReference userRoot() {
        return catalog.root();
    }

    PageReference systemRoot() {
        return system.root();
    }

    /**
     * Returns the version that is being changed.
     *
     * @return the newest commit when the transaction began
     */
    public Version base() {
        return base;
    }

    /**
     * Makes the state that this transaction commits a persistent savepoint.
     *
     * @param name what to call it
     * @return its id, from 1; 0 if there is one of this name
     */
    public long persistSavepoint(String name) {
        if (persistent.idOf(system.tree(), name) != null) {
            return 0;
        }
        persistent = persistent.with(system.tree(), name);
        Long id = persistent.idOf(system.tree(), name);
        return id == null ? 0 : id;
    }

    /**
     * Lets a persistent savepoint go with the commit.
     *
     * @param name its name
     * @param id its id, 0 for whatever savepoint has the name
     * @return false if there is none
     */
    public boolean deleteSavepoint(String name, long id) {
        Long found = persistent.idOf(system.tree(), name);
        if (found == null || (id != 0 && id != found)) {
            return false;
        }
        persistent = persistent.without(name);
        return true;
    }

    /**
     * Returns to the tables of a persistent savepoint. Costs what differs between the two states.
     *
     * @param name its name
     * @param id its id, 0 for whatever savepoint has the name
     * @return false if there is none, but for those made in this transaction
     */
    public boolean restoreSavepoint(String name, long id) {
        requireIdle();
        SavepointRecord record = persistent.find(system.tree(), name);
        StoreSavepoint savepoint =
                record == null || (id != 0 && id != record.id()) ? null : pages.persistentSavepoint(record.id());
        if (savepoint == null) {
            return false;
        }
        restore(savepoint);
        return true;
    }

    /**
     * Returns to the tables of a savepoint, which is closed when the transaction has ended. Costs what differs between
     * the two states.
     *
     * @param savepoint the savepoint, held by nobody else
     */
    public void restoreHeld(StoreSavepoint savepoint) {
        held.add(savepoint);
        requireIdle();
        restore(savepoint);
    }

    private void restore(StoreSavepoint savepoint) {
        PageList kept = new PageList();
        for (PageReference root : List.of(base.systemRoot(), savepoint.version().systemRoot())) {
            new Tree(pages, root).forEachPage((page, stamp, kind) -> kept.add(page));
        }
        pages.restore(savepoint, kept);
        catalog.reset(savepoint.version().userRoot());
        for (WorkingTable table : tables.values()) {
            table.reload(Catalog.find(catalog.tree(), table.name()));
        }
    }

    /** Undoes everything. */
    public void rollback() {
        try {
            pages.rollback();
        } finally {
            closeHeld();
        }
    }

    private void closeHeld() {
        held.forEach(StoreSavepoint::close);
        held.clear();
    }
}
