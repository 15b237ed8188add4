package org.copsedb.transaction;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.copsedb.RecoveryProgress;
import org.copsedb.btree.apply.WriteBudget;
import org.copsedb.pagestore.PageStore;
import org.copsedb.pagestore.Recovery;
import org.copsedb.pagestore.StoreWriter;
import org.copsedb.pagestore.journal.JournalReader;
import org.copsedb.storage.CorruptFileException;
import org.jspecify.annotations.Nullable;

/**
 * Does again what the records of a journal say, on top of the checkpoint, in memory: all of them in one transaction, so
 * that the writes to a table are applied together. For one use.
 */
public final class Replay {
    /** Between two reports of progress. */
    private static final long TELLING_BYTES = 1 << 20;

    private final StoreWriter pages;
    private final WorkingState state;

    /** The tables of the catalog and those created since, by id. */
    private final Map<Long, WorkingTable> tables = new HashMap<>();

    private Replay(StoreWriter pages, WriteBudget budget) {
        this.pages = pages;
        this.state = new WorkingState(pages, pages.base(), budget);
    }

    /**
     * Replays what the journal adds to the checkpoint. Afterwards the store is ready for use, and the file as it was.
     *
     * @param store a store that was just opened
     * @param budget the memory for writes that are applied together
     * @param listener hears how far it has come
     * @throws org.copsedb.storage.CorruptFileException if a record does not fit what it is applied to
     */
    public static void run(PageStore store, WriteBudget budget, Consumer<RecoveryProgress> listener) {
        Recovery recovery = store.recovery();
        if (recovery == null) {
            return;
        }
        RecoveryEvent event = new RecoveryEvent();
        event.begin();
        Replay replay = new Replay(recovery.begin(), budget);
        JournalReader records = recovery.records();
        long start = records.position();
        long total = recovery.length();
        long told = 0;
        listener.accept(new RecoveryProgress(0, total, records.lastNumber()));
        while (records.next()) {
            event.records++;
            event.number = records.lastNumber();
            replay.apply(new RecordedOperations(records.content(), records.lastNumber()));
            long bytes = records.position() - start;
            if (bytes - told >= TELLING_BYTES && bytes < total) {
                told = bytes;
                listener.accept(new RecoveryProgress(bytes, total, event.number));
            }
        }
        replay.state.enterTables();
        listener.accept(new RecoveryProgress(total, total, event.number));
        recovery.end(replay.pages, replay.state.userRoot(), replay.state.systemRoot());
        event.commit();
    }

    private void apply(RecordedOperations record) {
        Map<Long, WorkingTable> byIndex = new RecordedTables(state.tables(), tables, record).apply();
        WorkingTable table = null;
        boolean isSkipped = false;
        record.beginOperations();
        while (record.hasNext()) {
            int operation = record.nextByte();
            if (operation == OperationLog.SELECT) {
                long index = record.nextNumber();
                table = byIndex.get(index);
                isSkipped = table == null;
                if (isSkipped && !byIndex.containsKey(index)) {
                    throw record.corrupt("a table of its list", "number " + index);
                }
            } else if (isSkipped) {
                skip(operation, record);
            } else {
                apply(operation, table, record);
            }
        }
    }

    /** Passes over what was done to a table before it was dropped. */
    private static void skip(int operation, RecordedOperations record) {
        switch (operation) {
            case OperationLog.PUT -> {
                record.nextBytes();
                record.nextBytes();
            }
            case OperationLog.REMOVE -> record.nextBytes();
            case OperationLog.CLEAR -> {}
            case OperationLog.REMOVE_RANGE -> record.nextBounds();
            default -> throw unknown(operation, record);
        }
    }

    private static void apply(int operation, @Nullable WorkingTable table, RecordedOperations record) {
        if (table == null) {
            throw record.corrupt("the choice of a table", "operation " + operation);
        }
        switch (operation) {
            case OperationLog.PUT -> table.put(record.nextBytes(), record.nextBytes());
            case OperationLog.REMOVE -> table.delete(record.nextBytes());
            case OperationLog.CLEAR -> table.treeToWrite().clear();
            case OperationLog.REMOVE_RANGE -> table.treeToWrite().removeRange(record.nextBounds());
            default -> throw unknown(operation, record);
        }
    }

    private static CorruptFileException unknown(int operation, RecordedOperations record) {
        return record.corrupt("an operation, 1 to 5", "operation " + operation);
    }
}
