package org.copsedb.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * All that a disk may hold after its power is cut at one moment: of each sector what is durable or any of the contents
 * that were written since, the length of any moment since, and anything at all where the file grew. Immutable.
 */
public final class PowerCut {
    /** What an area holds that was added to the file and not yet written durably. */
    private static final int FILLINGS = 3;

    private static final int ZEROS = 0;
    private static final int ONES = 1;

    /** How likely a sector keeps what was written, in images drawn at random. */
    private static final double[] DENSITIES = {0.1, 0.5, 0.9};

    private final DiskImage durable;
    private final List<PendingSector> pending;
    private final long[] sizes;
    private final long largestSize;

    /** An image to be: the choices for the length, for the area that was added, and for each pending sector. */
    private static final class Choice {
        int size;
        int filling;
        final int[] versions;
        /** How many of its bytes a torn sector keeps, by its place in {@code versions}; 0 where it is whole. */
        final int[] tornAt;

        Choice(int[] versions) {
            this.versions = versions;
            this.tornAt = new int[versions.length];
        }
    }

    /**
     * Notes what may become of a disk.
     *
     * @param durable what is certain
     * @param pending the sectors written since, in the order of their first writes
     * @param sizes the durable length and those set since
     */
    PowerCut(DiskImage durable, List<PendingSector> pending, List<Long> sizes) {
        this.durable = durable;
        this.pending = List.copyOf(pending);
        this.sizes = sizes.stream().mapToLong(Long::longValue).distinct().toArray();
        this.largestSize = Arrays.stream(this.sizes).max().orElse(0);
    }

    /**
     * Returns how many sectors have more than one possible content.
     *
     * @return 0 or more
     */
    public int pendingSectors() {
        return pending.size();
    }

    /**
     * Tells whether there is one possible image only.
     *
     * @return whether nothing is pending
     */
    public boolean isCertain() {
        return pending.isEmpty() && sizes.length == 1;
    }

    /**
     * Returns the image that keeps nothing but what is durable.
     *
     * @return the image
     */
    public DiskImage nothingKept() {
        return image(new Choice(new int[pending.size()]));
    }

    /**
     * Returns the image that keeps everything.
     *
     * @return the image
     */
    public DiskImage allKept() {
        return image(newest());
    }

    private Choice newest() {
        Choice choice = new Choice(new int[pending.size()]);
        for (int i = 0; i < choice.versions.length; i++) {
            choice.versions[i] = pending.get(i).versions();
        }
        choice.size = sizes.length - 1;
        return choice;
    }

    /**
     * Hands out possible images. If there are no more than the budget, all of them, but for torn sectors; else none and
     * all kept, and a sample of: each sector alone kept, each alone missing, those written before or after each moment,
     * and random choices. A tenth of the budget, at least one image, has torn sectors on top.
     *
     * @param random makes the choices
     * @param budget how many images, about
     * @param action takes the images; some may be equal
     */
    public void forEachImage(SplittableRandom random, int budget, Consumer<DiskImage> action) {
        long count = countAll(budget);
        if (count <= budget) {
            for (long number = 0; number < count; number++) {
                action.accept(image(numbered(number)));
            }
        } else {
            sample(random, budget).forEach(choice -> action.accept(image(choice)));
        }
        if (!pending.isEmpty()) {
            for (int i = 0; i < 1 + budget / 10; i++) {
                action.accept(image(torn(random)));
            }
        }
    }

    private boolean grew() {
        return largestSize > durable.size();
    }

    /** Returns how many images there are, or something above the limit. */
    private long countAll(int limit) {
        long count = sizes.length * (grew() ? (long) FILLINGS : 1);
        for (int i = 0; i < pending.size() && count <= limit; i++) {
            count *= pending.get(i).versions() + 1;
        }
        return count;
    }

    private Choice numbered(long number) {
        long rest = number;
        Choice choice = new Choice(new int[pending.size()]);
        for (int i = 0; i < choice.versions.length; i++) {
            int radix = pending.get(i).versions() + 1;
            choice.versions[i] = (int) (rest % radix);
            rest /= radix;
        }
        choice.size = (int) (rest % sizes.length);
        choice.filling = (int) (rest / sizes.length);
        return choice;
    }

    private List<Choice> sample(SplittableRandom random, int budget) {
        List<Choice> systematic = new ArrayList<>();
        int count = pending.size();
        for (int i = 0; i < count; i++) {
            int place = i;
            systematic.add(keeping(random, sector -> sector == place));
            systematic.add(keeping(random, sector -> sector != place));
            systematic.add(keeping(random, sector -> sector <= place));
            systematic.add(keeping(random, sector -> sector >= place));
        }
        Collections.shuffle(systematic, new Random(random.nextLong()));
        List<Choice> chosen = new ArrayList<>(systematic.subList(0, Math.min(systematic.size(), budget * 2 / 3)));
        chosen.add(0, newest());
        chosen.add(0, new Choice(new int[count]));
        while (chosen.size() < budget) {
            double density = DENSITIES[random.nextInt(DENSITIES.length)];
            chosen.add(keeping(random, sector -> random.nextDouble() < density));
        }
        return chosen;
    }

    private interface Selection {
        boolean keeps(int sector);
    }

    private Choice keeping(SplittableRandom random, Selection selection) {
        Choice choice = new Choice(new int[pending.size()]);
        for (int i = 0; i < choice.versions.length; i++) {
            if (selection.keeps(i)) {
                choice.versions[i] = random.nextInt(4) == 0
                        ? random.nextInt(pending.get(i).versions()) + 1
                        : pending.get(i).versions();
            }
        }
        choice.size = random.nextBoolean() ? sizes.length - 1 : random.nextInt(sizes.length);
        choice.filling = random.nextInt(FILLINGS);
        return choice;
    }

    private Choice torn(SplittableRandom random) {
        double density = DENSITIES[random.nextInt(DENSITIES.length)];
        Choice choice = keeping(random, sector -> random.nextDouble() < density);
        int place = random.nextBoolean() ? pending.size() - 1 : random.nextInt(pending.size());
        for (int i = 0; i < choice.versions.length; i++) {
            if (i == place || random.nextInt(4) == 0) {
                choice.versions[i] = pending.get(i).versions();
                choice.tornAt[i] = random.nextInt(1, Sector.SIZE);
            }
        }
        return choice;
    }

    private DiskImage image(Choice choice) {
        long size = sizes[choice.size];
        Sector[] sectors = durable.sectors(DiskImage.sectorCount(size));
        fill(sectors, choice.filling);
        for (int i = 0; i < choice.versions.length; i++) {
            PendingSector sector = pending.get(i);
            int version = choice.versions[i];
            if (version > 0 && sector.index() < sectors.length) {
                Sector kept = sector.version(version - 1);
                if (choice.tornAt[i] > 0) {
                    kept = kept.tornOver(sectors[sector.index()], choice.tornAt[i]);
                }
                sectors[sector.index()] = kept;
            }
        }
        int inLast = (int) (size % Sector.SIZE);
        if (inLast != 0) {
            sectors[sectors.length - 1] = sectors[sectors.length - 1].cutAt(inLast);
        }
        return new DiskImage(size, sectors);
    }

    private void fill(Sector[] sectors, int filling) {
        for (int i = DiskImage.sectorCount(durable.size()); i < sectors.length; i++) {
            sectors[i] = switch (filling) {
                case ZEROS -> Sector.ZEROS;
                case ONES -> Sector.ONES;
                default -> stale(i);
            };
        }
    }

    /** What another place of the file holds: the disk may have used this one for it once. */
    private Sector stale(int index) {
        int count = DiskImage.sectorCount(durable.size());
        return count == 0 ? Sector.ONES : durable.sector((int) (Sector.mix(index) >>> 33) % count);
    }
}
