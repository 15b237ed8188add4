package org.copsedb.benchmark.workload;

import org.copsedb.benchmark.store.KeyValueStore;
import org.copsedb.benchmark.store.Reading;
import org.copsedb.benchmark.store.Writing;
import org.jspecify.annotations.Nullable;

/** Writes numbered entries to a store and reads them. For one thread. */
public final class StoreData {
    private final KeyValueStore store;
    private final Entries entries = new Entries();
    private final byte[] searched = new byte[Entries.KEY_SIZE];

    /** Where every value that is read goes, so that the compiler has to make it. */
    @SuppressWarnings("UnusedVariable")
    private volatile byte @Nullable [] latest;

    /**
     * Takes a store.
     *
     * @param store the store
     */
    public StoreData(KeyValueStore store) {
        this.store = store;
    }

    /**
     * Writes the entries of a range of numbers in one transaction.
     *
     * @param from the first number
     * @param to the first number behind them
     */
    public void write(long from, long to) {
        try (Writing writing = store.beginWrite()) {
            for (long i = from; i < to; i++) {
                put(writing, i);
            }
            writing.commit();
        }
    }

    /**
     * Writes the key of one entry with the value of another one, in one transaction.
     *
     * @param number the key's entry
     * @param valueNumber the value's entry
     */
    public void update(long number, long valueNumber) {
        try (Writing writing = store.beginWrite()) {
            writing.put(key(number), value(valueNumber));
            writing.commit();
        }
    }

    /**
     * Writes one entry in a transaction that has begun. Stores may keep the arrays, so they are fresh.
     *
     * @param writing the transaction
     * @param number the entry
     */
    public void put(Writing writing, long number) {
        writing.put(key(number), value(number));
    }

    /**
     * Makes a key.
     *
     * @param number the entry
     * @return a fresh array
     */
    public static byte[] key(long number) {
        byte[] key = new byte[Entries.KEY_SIZE];
        Entries.key(number, key);
        return key;
    }

    /**
     * Makes a value.
     *
     * @param number the entry
     * @return a fresh array
     */
    public byte[] value(long number) {
        byte[] value = new byte[Entries.VALUE_SIZE];
        entries.value(number, value);
        return value;
    }

    /**
     * Reads one entry.
     *
     * @param reading the transaction
     * @param number the entry, which must be there
     * @return what {@link Checksum} makes of its value
     */
    public long get(Reading reading, long number) {
        Entries.key(number, searched);
        byte[] found = reading.get(searched);
        if (found == null) {
            throw new IllegalStateException("entry " + number + " is missing");
        }
        latest = found;
        return Checksum.of(found[0], found.length);
    }

    /**
     * Reads entries in the order of their keys.
     *
     * @param reading the transaction
     * @param number the entry to begin with
     * @param limit how many
     * @return what {@link Checksum} makes of their values
     */
    public long scan(Reading reading, long number, long limit) {
        Entries.key(number, searched);
        return reading.scan(searched, limit);
    }
}
