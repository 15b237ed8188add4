package org.copsedb.btree;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The sorts of keys that a tree is tested with. */
public enum KeyFamily {
    /** Random bytes of one length, as in a benchmark. */
    RANDOM {
        @Override
        public byte[] key(SplittableRandom random, long n, int limit) {
            byte[] key = new byte[Math.min(24, limit)];
            new SplittableRandom(random.nextInt(space())).nextBytes(key);
            return key;
        }
    },
    /** Ever greater numbers, with some again. */
    ASCENDING {
        @Override
        public byte[] key(SplittableRandom random, long n, int limit) {
            return number(random.nextInt(8) == 0 ? random.nextLong(n + 1) : n);
        }
    },
    /** Ever smaller numbers, with some again. */
    DESCENDING {
        @Override
        public byte[] key(SplittableRandom random, long n, int limit) {
            return number(Long.MAX_VALUE - (random.nextInt(8) == 0 ? random.nextLong(n + 1) : n));
        }
    },
    /** Numbers near a few centres. */
    CLUSTERED {
        @Override
        public byte[] key(SplittableRandom random, long n, int limit) {
            return number(random.nextInt(8) * 0x0123_4567_89AB_CDEFL + random.nextInt(space() / 8 + 1));
        }
    },
    /** Long common beginnings, and keys that begin with other keys. */
    LONG_PREFIXES {
        @Override
        public byte[] key(SplittableRandom random, long n, int limit) {
            byte[] key = new byte[random.nextInt(limit + 1)];
            Arrays.fill(key, (byte) ('a' + random.nextInt(2)));
            int changes = random.nextInt(4);
            for (int i = 0; i < changes && key.length > 0; i++) {
                key[key.length - 1 - random.nextInt(Math.min(key.length, 8))] = (byte) random.nextInt(256);
            }
            return key;
        }
    },
    /** Few bytes, many of them zero, down to the empty key. */
    SHORT {
        @Override
        public byte[] key(SplittableRandom random, long n, int limit) {
            byte[] key = new byte[random.nextInt(7)];
            for (int i = 0; i < key.length; i++) {
                key[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(2) * 255);
            }
            return key;
        }
    },
    /** Lengths at and near the limit. */
    LIMIT {
        @Override
        public byte[] key(SplittableRandom random, long n, int limit) {
            byte[] key = new byte[Math.max(0, limit - random.nextInt(3))];
            int place = random.nextInt(4) * (limit - 1) / 3;
            if (place < key.length) {
                key[place] = (byte) random.nextInt(256);
            }
            int last = key.length - 1;
            key[last] = (byte) random.nextInt(256);
            return key;
        }
    };

    /**
     * Draws a key.
     *
     * @param random where chance comes from
     * @param n how many keys were drawn before
     * @param limit the greatest length of a key
     * @return the key
     */
    public abstract byte[] key(SplittableRandom random, long n, int limit);

    /** How many different keys a family with repeats draws from. */
    static int space() {
        return 4000;
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
