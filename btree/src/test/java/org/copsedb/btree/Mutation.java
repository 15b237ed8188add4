package org.copsedb.btree;

import java.util.List;
import java.util.SplittableRandom;
import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageKind;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.PageReference;

/** Ways to damage a page so that its checksum tells nothing: each knows the format, and breaks one thing. */
enum Mutation {
    /** A reference to another page of the tree: a child in two places, a cycle, or a wrong level. */
    CHILD_IN_TWO_PLACES(true) {
        @Override
        void apply(byte[] page, SplittableRandom random, List<PageReference> others) {
            PageReference other = others.get(random.nextInt(others.size()));
            int reference = child(page, random);
            LittleEndian.putLong(page, reference, other.page());
            LittleEndian.putUnsigned48(page, reference + 8, other.stamp());
            if (random.nextBoolean()) {
                LittleEndian.putUnsigned48(page, reference + 14, other.count());
            }
        }
    },
    /** A page number of order 31, of a region beyond the file, or of random bits. */
    CHILD_NOWHERE(true) {
        @Override
        void apply(byte[] page, SplittableRandom random, List<PageReference> others) {
            int reference = child(page, random);
            long number = switch (random.nextInt(4)) {
                case 0 -> LittleEndian.getLong(page, reference) | 31L << 59;
                case 1 -> PageNumber.encode(PageNumber.MAXIMUM_REGION, 3, 0);
                case 2 -> LittleEndian.getLong(page, reference) ^ 1L << random.nextInt(64);
                default -> random.nextLong();
            };
            LittleEndian.putLong(page, reference, number);
        }
    },
    /** The stamp of another life of the child. */
    CHILD_STAMP(true) {
        @Override
        void apply(byte[] page, SplittableRandom random, List<PageReference> others) {
            LittleEndian.putUnsigned48(
                    page, child(page, random) + 8, random.nextInt(3) == 0 ? 0 : random.nextLong() >>> 16);
        }
    },
    /** A reference that counts too many entries or too few. */
    CHILD_COUNT(true) {
        @Override
        void apply(byte[] page, SplittableRandom random, List<PageReference> others) {
            int place = child(page, random) + 14;
            long count = LittleEndian.getUnsigned48(page, place);
            LittleEndian.putUnsigned48(page, place, number(random, count, LittleEndian.MAXIMUM_48));
        }
    },
    /** Two children that change places. */
    CHILDREN_SWAPPED(true) {
        @Override
        void apply(byte[] page, SplittableRandom random, List<PageReference> others) {
            int left = child(page, random);
            int right = child(page, random);
            PageReference one = PageReference.get(page, left);
            PageReference.get(page, right).put(page, left);
            one.put(page, right);
        }
    },
    /** More or fewer entries or children. */
    ENTRY_COUNT(true) {
        @Override
        void apply(byte[] page, SplittableRandom random, List<PageReference> others) {
            PageHeader.setEntryCount(page, (int) number(random, PageHeader.entryCount(page), 65_535));
        }
    },
    /** Another level. */
    LEVEL(true) {
        @Override
        void apply(byte[] page, SplittableRandom random, List<PageReference> others) {
            PageHeader.setLevel(page, (int) number(random, PageHeader.level(page), 255));
        }
    },
    /** Another kind. */
    KIND(true) {
        @Override
        void apply(byte[] page, SplittableRandom random, List<PageReference> others) {
            PageHeader.setKind(page, random.nextInt(8));
        }
    },
    /** Another number, order or stamp in the page itself. */
    IDENTITY(true) {
        @Override
        void apply(byte[] page, SplittableRandom random, List<PageReference> others) {
            int place = random.nextInt(3) == 0
                    ? PageHeader.ORDER_OFFSET
                    : random.nextBoolean()
                            ? PageHeader.STAMP_OFFSET + random.nextInt(6)
                            : PageHeader.PAGE_NUMBER_OFFSET + random.nextInt(8);
            page[place] ^= (byte) (1 << random.nextInt(8));
        }
    },
    /** Any one byte. */
    BYTE(false) {
        @Override
        void apply(byte[] page, SplittableRandom random, List<PageReference> others) {
            page[PageHeader.KIND_OFFSET + random.nextInt(page.length - PageHeader.KIND_OFFSET)] =
                    (byte) random.nextInt(256);
        }
    },
    /** Any field of the node's head: prefix length, hint, cell start, dead bytes, widths. */
    NODE_FIELD(false) {
        @Override
        void apply(byte[] page, SplittableRandom random, List<PageReference> others) {
            int place = NodeFormat.PREFIX_LENGTH_OFFSET + 2 * random.nextInt(8);
            int value = LittleEndian.getUnsignedShort(page, place);
            LittleEndian.putShort(page, place, (int) number(random, value, 65_535));
        }
    },
    /** A slot whose head, cell or length is another. */
    SLOT(false) {
        @Override
        void apply(byte[] page, SplittableRandom random, List<PageReference> others) {
            int slots = Math.max(1, PageHeader.entryCount(page) - PageHeader.level(page));
            int slot = NodeFormat.slotsStart(NodeFormat.prefixLength(page))
                    + random.nextInt(slots) * NodeFormat.slotSize(page);
            int place = slot + 2 * random.nextInt(4);
            if (place + 2 <= page.length) {
                int value = LittleEndian.getUnsignedShort(page, place);
                LittleEndian.putShort(page, place, (int) number(random, value, 65_535));
            }
        }
    },
    /** Bytes of cells: lengths of values, descriptions of large ones, keys. */
    CELL(false) {
        @Override
        void apply(byte[] page, SplittableRandom random, List<PageReference> others) {
            int start = Math.max(NodeFormat.PREFIX_OFFSET, Math.min(page.length - 1, NodeFormat.cellStart(page)));
            for (int i = random.nextInt(3); i >= 0; i--) {
                page[start + random.nextInt(page.length - start)] = (byte) (random.nextInt(3) - 1);
            }
        }
    };

    /** Whether only the structure breaks: then every answer must be right or refused. */
    final boolean structural;

    Mutation(boolean structural) {
        this.structural = structural;
    }

    /** Changes a copy of a page; where the kind of page has nothing of the sort, perhaps nothing. */
    abstract void apply(byte[] page, SplittableRandom random, List<PageReference> others);

    /** Tells whether a page of a kind has what this breaks. */
    boolean fits(int kind) {
        return switch (this) {
            case CHILD_IN_TWO_PLACES, CHILD_NOWHERE, CHILD_STAMP, CHILD_COUNT, CHILDREN_SWAPPED ->
                kind == PageKind.BRANCH;
            case ENTRY_COUNT, NODE_FIELD, SLOT, CELL -> kind == PageKind.BRANCH || kind == PageKind.LEAF;
            default -> true;
        };
    }

    private static int child(byte[] branch, SplittableRandom random) {
        return BranchPage.referenceOffset(branch, random.nextInt(PageHeader.entryCount(branch)));
    }

    /** A number near another one, at an end of its range, or anywhere in it. */
    private static long number(SplittableRandom random, long value, long maximum) {
        return switch (random.nextInt(6)) {
            case 0 -> value + 1 & maximum;
            case 1 -> value - 1 & maximum;
            case 2 -> 0;
            case 3 -> maximum;
            case 4 -> value ^ 1L << random.nextInt(Long.SIZE - Long.numberOfLeadingZeros(maximum));
            default -> random.nextLong() & maximum;
        };
    }
}
