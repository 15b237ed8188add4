package org.copsedb.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.copsedb.btree.Tree;
import org.copsedb.btree.TreeWriter;
import org.copsedb.btree.apply.WriteBudget;
import org.copsedb.catalog.SavepointRecord;
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
 * <p>A savepoint is a mark in the lists of pages, and the name and root of each opened table. For one thread at a time.
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
    private final TreeWriter system;
    private final OperationLog log;
    private final WorkingTables tables;
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
        this.log = new OperationLog(pages.maximumRecord());
        this.tables = new WorkingTables(pages, base.userRoot(), budget, log);
        this.system = new TreeWriter(pages, tables.shape(), base.systemRoot());
    }

    /**
     * Returns the longest key a table can have.
     *
     * @return bytes
     */
    public int maximumKeyLength() {
        return system.maximumKeyLength();
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
        return tables.open(name, keyType, valueType);
    }

    WorkingTables tables() {
        return tables;
    }

    private void requireIdle() {
        tables.requireIdle();
    }

    /**
     * Drops a table: its entries, its name, and its pages.
     *
     * @param name the table's name
     * @return false if there is none
     */
    public boolean drop(String name) {
        WorkingTable table = tables.find(name);
        if (table == null) {
            return false;
        }
        tables.drop(table);
        return true;
    }

    /**
     * Tells whether there is a table.
     *
     * @param name its name
     * @return whether it exists, as this transaction sees it
     */
    public boolean exists(String name) {
        return tables.find(name) != null;
    }

    /**
     * Gives a table another name. O(log tables).
     *
     * @param name the name of a table that {@linkplain #exists exists}
     * @param newName a name that no table has
     */
    public void rename(String name, String newName) {
        WorkingTable table = Objects.requireNonNull(tables.find(name), name);
        tables.detach(table);
        tables.attach(table, newName);
    }

    /**
     * Returns the names of all tables, those begun here included.
     *
     * @return the names in the order of their UTF-8 bytes, then new ones in the order they were opened
     */
    public List<String> tableNames() {
        return tables.names();
    }

    /**
     * Sets a savepoint inside those there are. O(tables opened), unless much is buffered: then that is applied.
     *
     * @return how many there are now; names this one
     */
    public int savepoint() {
        requireIdle();
        Map<WorkingTable, WorkingTable.State> states = tables.states();
        savepoints.add(new SavedState(pages.mark(), userRoot(), states, persistent, log.position()));
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
        persistent = saved.persistent();
        tables.rollbackTo(saved.catalog(), saved.tables());
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

    /**
     * Hands everything over to be made durable and visible.
     *
     * @param waitsForDisk whether it is visible only when it is durable
     * @return the commit on its way; null if it is visible and durable already, or if nothing was changed
     */
    public @Nullable StorePending commit(boolean waitsForDisk) {
        List<WorkingTable> changed = enterTables();
        if (!log.isDropped()) {
            JournalContent content = log.complete(changed, waitsForDisk);
            if (pages.canBeJournaled(content.length())) {
                StorePending pending = pages.commit(userRoot(), system.root(), content);
                closeHeld();
                return pending;
            }
        }
        pages.commit(userRoot(), system.root());
        closeHeld();
        return null;
    }

    /** Enters the changed tables into the catalog; returns all that the journal's record must name. */
    List<WorkingTable> enterTables() {
        List<WorkingTable> changed = tables.enter(system);
        persistent.apply(pages, system, base.number() + 1);
        return changed;
    }

    PageReference userRoot() {
        return tables.catalog().root();
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
        tables.restore(savepoint.version().userRoot());
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
