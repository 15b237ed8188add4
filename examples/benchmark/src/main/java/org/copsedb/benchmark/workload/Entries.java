package org.copsedb.benchmark.workload;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The entries of the workload, each made from its number alone: 24 random bytes of key, 150 of value. So no list of
 * keys lies in memory, and every engine, in whatever language, gets the same ones. {@code lmdb_tree.c} has its twin.
 *
 * <p>The random numbers are those of SplitMix64 (Steele, Lea, Flood, 2014). Not thread-safe only as far as the caller's
 * arrays are not.
 */
public final class Entries {
    /** Bytes of a key. */
    public static final int KEY_SIZE = 24;
    /** Bytes of a value. */
    public static final int VALUE_SIZE = 150;

    private static final int WORDS = KEY_SIZE / Long.BYTES;
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final long KEY_SEED = 0x0C0F5EDBL;
    private static final long VALUE_SEED = 0x5EEDL;
    private static final int POOL_SIZE = 1 << 16;
    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] pool = new byte[POOL_SIZE + VALUE_SIZE + Long.BYTES];

    /** Makes the pool that values are cut from. */
    public Entries() {
        for (int i = 0; i + Long.BYTES <= pool.length; i += Long.BYTES) {
            BIG_ENDIAN.set(pool, i, mix(VALUE_SEED + (i + 1) * GAMMA));
        }
    }

    private static long mix(long state) {
        long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /**
     * Writes a key.
     *
     * @param number the number of the entry, 0 or more
     * @param key gets {@value #KEY_SIZE} bytes
     */
    public static void key(long number, byte[] key) {
        long state = KEY_SEED + number * WORDS * GAMMA;
        for (int i = 0; i < WORDS; i++) {
            state += GAMMA;
            BIG_ENDIAN.set(key, i * Long.BYTES, mix(state));
        }
    }

    /**
     * Writes a value.
     *
     * @param number the number of the entry
     * @param value gets {@value #VALUE_SIZE} bytes
     */
    public void value(long number, byte[] value) {
        System.arraycopy(pool, place(number), value, 0, VALUE_SIZE);
    }

    /**
     * Returns what an entry adds to a sum.
     *
     * @param number the number of the entry
     * @return see {@link Checksum}
     */
    public long checksum(long number) {
        return Checksum.of(pool[place(number)], VALUE_SIZE);
    }

    private static int place(long number) {
        return (int) mix(number * GAMMA) & (POOL_SIZE - 1);
    }
}
