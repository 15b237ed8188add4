package org.copsedb.benchmark.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.copsedb.benchmark.report.Figure;
import org.copsedb.benchmark.report.FigureFile;
import org.copsedb.benchmark.store.StoreKind;
import org.copsedb.benchmark.workload.StoreListener;
import org.copsedb.benchmark.workload.StoreRow;

/** Keeps the figures of one run of one store, and compares what it read with what the stores before it read. */
public final class StoreRound implements StoreListener {
    private final StoreKind kind;
    private final long entries;
    private final FigureFile file;
    private final Map<StoreRow, Long> checksums;
    private final int round;
    private final Set<StoreRow> measured = EnumSet.noneOf(StoreRow.class);

    /**
     * Begins a round.
     *
     * @param kind the store
     * @param entries the number of entries
     * @param file takes the figures
     * @param checksums what was read of so many entries, which all stores share
     * @throws IOException if the file can not be read
     */
    public StoreRound(StoreKind kind, long entries, FigureFile file, Map<StoreRow, Long> checksums) throws IOException {
        this.kind = kind;
        this.entries = entries;
        this.file = file;
        this.checksums = checksums;
        this.round = file.nextRound(kind.label(), entries);
    }

    @Override
    public void measured(StoreRow row, double value, long checksum) {
        Long other = checksums.putIfAbsent(row, checksum);
        if (other != null && other != checksum) {
            throw new IllegalStateException(
                    kind + " read " + checksum + " in row " + row + ", a store before it " + other);
        }
        measured.add(row);
        append(row, value);
    }

    /**
     * Marks the rows of a part that have no figure: one of them took too long, and so the others never began.
     *
     * @param part the part
     */
    public void cut(StorePart part) {
        for (StoreRow row : part.rows()) {
            if (measured.add(row)) {
                append(row, Double.NaN);
            }
        }
    }

    private void append(StoreRow row, double value) {
        try {
            file.append(new Figure(kind.label(), entries, round, row.name(), value));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
