package org.copsedb.pagestore.journal;

import java.util.Arrays;
import org.copsedb.pagestore.format.PageChecksum;
import org.copsedb.storage.CorruptFileException;

/**
 * Reads the records of a journal one after another, up to its certain end.
 *
 * <p>The end is where no sound record of the next commit stands. A crash leaves such a place, behind what was durable:
 * a torn tail, which is no damage. But records say up to which commit the journal was durable when they were written:
 * if one behind the end names the commit that is missing there, or a later one, its bytes were durable and have been
 * damaged since. The same holds if the stream ends past the middle of an extent that has no link. Both are reported;
 * nothing that was acknowledged disappears quietly. For one thread at a time.
 */
public class JournalReader {
    private static final int SMALLEST_WINDOW = 1 << 16;
    private static final int LARGEST_WINDOW = 1 << 20;

    private final JournalChain chain;
    private final long firstPosition;
    private byte[] window = new byte[0];
    private long windowStart;
    private int windowLength;

    private long end;
    private long lastNumber;
    private byte[] content = new byte[0];
    private long firstLeftover = -1;

    /**
     * Begins to read.
     *
     * @param chain the extents
     * @param position where the first record begins
     * @param lastNumber the number of the commit before it
     */
    public JournalReader(JournalChain chain, long position, long lastNumber) {
        this.chain = chain;
        this.firstPosition = position;
        this.end = position;
        this.lastNumber = lastNumber;
    }

    /**
     * Goes to the next record.
     *
     * @return whether there is one; if not, the end is certain
     * @throws CorruptFileException if a record was damaged that had been durable
     */
    public final boolean next() {
        requireLinked(end);
        int at = toWindow(end, JournalRecord.ALIGNMENT);
        if (!JournalRecord.isHeader(window, at, chain.salt(), end) || JournalRecord.number(window, at) <= lastNumber) {
            requireNothingBehind();
            return false;
        }
        int length = JournalRecord.length(window, at);
        int checksum = JournalRecord.contentChecksum(window, at);
        long recordEnd = end + JournalRecord.sizeOf(length);
        requireLinked(recordEnd);
        if (JournalRecord.number(window, at) != lastNumber + 1) {
            throw new CorruptFileException(
                    chain.place(end), "commit " + (lastNumber + 1), "commit " + JournalRecord.number(window, at));
        }
        byte[] bytes = read(end + JournalRecord.CONTENT_OFFSET, length);
        if (PageChecksum.of(bytes, 0, length) != checksum) {
            requireNothingBehind();
            return false;
        }
        content = bytes;
        end = recordEnd;
        lastNumber++;
        return true;
    }

    private byte[] read(long position, int length) {
        if (length > SMALLEST_WINDOW) {
            byte[] bytes = new byte[length];
            chain.read(position, bytes, 0, length);
            return bytes;
        }
        int at = toWindow(position, length);
        return Arrays.copyOfRange(window, at, at + length);
    }

    /** Bytes past the middle of an extent are written only when its link is durable. */
    private void requireLinked(long position) {
        if (position > chain.writableEnd()) {
            throw new CorruptFileException(
                    chain.place(end),
                    "a link to another extent, as records go on to position " + position,
                    "none after position " + chain.end());
        }
    }

    /** Looks for a record behind the end that proves that the end was written over, and for others that are left. */
    private void requireNothingBehind() {
        firstLeftover = -1;
        for (long position = end; position < chain.end(); position += JournalRecord.ALIGNMENT) {
            int at = toWindow(position, JournalRecord.ALIGNMENT);
            if (!JournalRecord.claims(window, at, chain.salt(), position)) {
                continue;
            }
            if (firstLeftover < 0) {
                firstLeftover = position;
            }
            if (JournalRecord.isHeader(window, at, chain.salt(), position)
                    && isEvidence(JournalRecord.number(window, at), JournalRecord.durableNumber(window, at))) {
                throw new CorruptFileException(
                        chain.place(end),
                        "commit " + (lastNumber + 1) + ", as the record of commit " + JournalRecord.number(window, at)
                                + " at position " + position + " says that commit "
                                + JournalRecord.durableNumber(window, at) + " was durable",
                        "a damaged record");
            }
        }
    }

    /**
     * Tells whether a sound record behind the end proves that the next one was durable. Tests plant an error here.
     *
     * @param number its commit
     * @param durableNumber the last commit that was durable when it was written
     * @return whether the end is damage
     */
    protected boolean isEvidence(long number, long durableNumber) {
        return number > lastNumber && durableNumber > lastNumber;
    }

    /** Reads on if needed, the more at once the longer it goes on; returns where a range stands in the window. */
    private int toWindow(long position, int length) {
        if (position < windowStart || position + length > windowStart + windowLength) {
            boolean goesOn = windowLength > 0 && position >= windowStart && position <= windowStart + windowLength;
            int size = goesOn ? Math.min(2 * window.length, LARGEST_WINDOW) : SMALLEST_WINDOW;
            window = size > window.length ? new byte[size] : window;
            windowStart = position;
            windowLength = (int) Math.min(window.length, chain.end() - position);
            chain.read(windowStart, window, 0, windowLength);
        }
        return (int) (position - windowStart);
    }

    /**
     * Returns what the record says. Tests plant an error here.
     *
     * @return the content of the record that {@link #next} went to
     */
    public byte[] content() {
        return content;
    }

    /**
     * Returns the last commit so far.
     *
     * @return the number of the record that {@link #next} went to; at the end, of the last one
     */
    public final long lastNumber() {
        return lastNumber;
    }

    /**
     * Returns where the record ends that {@link #next} went to; at the end, where the next one will begin.
     *
     * @return a position
     */
    public final long position() {
        return end;
    }

    /**
     * At the certain end: writes again, unchanged, all that was accepted. A sync before the crash may have failed, so
     * that the system shows what the disk does not have. Durable after the next sync of the file.
     */
    public final void rewriteAccepted() {
        chain.rewriteBlocks();
        byte[] bytes = new byte[(int) Math.min(LARGEST_WINDOW, Math.max(0, end - firstPosition))];
        for (long position = firstPosition; position < end; position += bytes.length) {
            int length = (int) Math.min(bytes.length, end - position);
            chain.read(position, bytes, 0, length);
            chain.write(position, bytes, 0, length);
        }
    }

    /**
     * At the certain end, before the journal goes on: takes away the headers that a crash left behind it, so that no
     * record of a commit that never was can follow a new one. Durable after the next sync of the file.
     *
     * @return whether there were any
     */
    public final boolean clearLeftovers() {
        if (firstLeftover < 0) {
            return false;
        }
        byte[] zeros = new byte[JournalRecord.ALIGNMENT];
        for (long position = firstLeftover; position < chain.end(); position += JournalRecord.ALIGNMENT) {
            if (JournalRecord.claims(window, toWindow(position, JournalRecord.ALIGNMENT), chain.salt(), position)) {
                chain.write(position, zeros, 0, zeros.length);
            }
        }
        return true;
    }
}
