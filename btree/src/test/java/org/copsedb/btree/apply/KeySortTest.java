package org.copsedb.btree.apply;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.copsedb.btree.node.WriteCell;
import org.copsedb.testkit.SeededRuns;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Compares the sort with the library's, for few cells and for so many that they are distributed into buckets first. */
class KeySortTest {
    /** Below, at and above the number from which on cells are distributed. */
    private static final int[] COUNTS = {0, 1, 2, 13, 300, 8_191, 8_192, 30_000};

    /** A sort of keys. */
    private enum Keys {
        RANDOM {
            @Override
            byte[] next(SplittableRandom random) {
                return bytes(random, 24);
            }
        },
        OF_ANY_LENGTH {
            @Override
            byte[] next(SplittableRandom random) {
                return bytes(random, random.nextInt(41));
            }
        },
        SHARED_PREFIX {
            @Override
            byte[] next(SplittableRandom random) {
                return prefixed(20, bytes(random, random.nextInt(21)));
            }
        },
        FEW_DIFFERENT {
            @Override
            byte[] next(SplittableRandom random) {
                return prefixed(random.nextInt(3) * 9, new byte[] {(byte) random.nextInt(5)});
            }
        },
        ALL_EQUAL {
            @Override
            byte[] next(SplittableRandom random) {
                return prefixed(17, new byte[0]);
            }
        },
        ZEROS_OF_ANY_LENGTH {
            @Override
            byte[] next(SplittableRandom random) {
                return new byte[random.nextInt(41)];
            }
        },
        EQUAL_HEADS_DEEP_BELOW {
            @Override
            byte[] next(SplittableRandom random) {
                byte[] key = new byte[40];
                key[random.nextInt(5) * 8 + 7] = (byte) random.nextInt(4);
                key[39] = (byte) random.nextInt();
                return key;
            }
        },
        CLUSTERED {
            @Override
            byte[] next(SplittableRandom random) {
                return ByteBuffer.allocate(12)
                        .putLong(random.nextInt(9) * 1_000_003L)
                        .putInt(random.nextInt(2_000))
                        .array();
            }
        };

        abstract byte[] next(SplittableRandom random);

        private static byte[] bytes(SplittableRandom random, int length) {
            byte[] key = new byte[length];
            random.nextBytes(key);
            return key;
        }

        private static byte[] prefixed(int length, byte[] rest) {
            byte[] key = new byte[length + rest.length];
            Arrays.fill(key, 0, length, (byte) 0xB7);
            System.arraycopy(rest, 0, key, length, rest.length);
            return key;
        }
    }

    /** A key and when it arrived. */
    private static final class Arrival {
        final byte[] key;
        final int number;

        Arrival(byte[] key, int number) {
            this.key = key;
            this.number = number;
        }
    }

    private static void check(Keys keys, int count, boolean buggy, SplittableRandom random) {
        WriteArena arena = new WriteArena();
        Arrival[] expected = new Arrival[count];
        // Cells before the ones to be sorted must be left alone.
        arena.append(new byte[] {1}, new byte[3], WriteArena.putMark(3, false));
        int from = arena.end();
        for (int i = 0; i < count; i++) {
            byte[] key = keys.next(random);
            byte[] value = ByteBuffer.allocate(4).putInt(i).array();
            arena.append(key, value, WriteArena.putMark(value.length, false));
            expected[i] = new Arrival(key, i);
        }
        Arrays.sort(expected, (left, right) -> Arrays.compareUnsigned(left.key, right.key));
        KeySort sorted = newSort(arena, buggy).sort(from, count);
        assertEquals(count, sorted.count);
        for (int i = 0; i < count; i++) {
            int place = (int) (sorted.cells[i] & sorted.placeMask);
            byte[] chunk = arena.array(place);
            int cell = WriteArena.cell(place);
            assertArrayEquals(expected[i].key, WriteCell.key(chunk, cell), "key " + i);
            int number = ByteBuffer.wrap(chunk).getInt(WriteCell.valueOffset(chunk, cell));
            assertEquals(expected[i].number, number, "arrival of key " + i);
        }
    }

    private static KeySort newSort(WriteArena arena, boolean buggy) {
        return new KeySort(arena) {
            @Override
            boolean isBefore(long later, long earlier) {
                return buggy ? !super.isBefore(earlier, later) : super.isBefore(later, earlier);
            }
        };
    }

    @TestFactory
    Stream<DynamicTest> sortsAsTheLibraryDoes() {
        return Stream.of(Keys.values())
                .flatMap(keys -> Arrays.stream(COUNTS)
                        .mapToObj(count -> DynamicTest.dynamicTest(
                                count + " "
                                        + keys.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                                () -> SeededRuns.repeat(
                                        1, seed -> check(keys, count, false, new SplittableRandom(seed))))));
    }

    @Test
    void anUnstableSortIsFound() {
        assertThrows(AssertionError.class, () -> check(Keys.FEW_DIFFERENT, 13, true, new SplittableRandom(1)));
        assertThrows(AssertionError.class, () -> check(Keys.ZEROS_OF_ANY_LENGTH, 8_192, true, new SplittableRandom(1)));
    }
}
