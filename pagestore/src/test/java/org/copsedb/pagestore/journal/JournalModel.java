package org.copsedb.pagestore.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.storage.MemoryStorageFile;
import org.copsedb.storage.StorageFile;
import org.copsedb.storage.StoreFailedException;
import org.copsedb.testkit.DiskImage;
import org.copsedb.testkit.SimulatedDisk;

/**
 * Commits, checkpoints and power cuts at random, against a list of what each commit said. After each cut the journal
 * holds all commits that were acknowledged as durable, and then perhaps some more, each with its own content.
 */
class JournalModel {
    private static final FileLayout LAYOUT = new FileLayout(512, 64);
    private static final int REGIONS = 8;
    private static final JournalOptions OPTIONS =
            new JournalOptions(JournalOptions.MINIMUM_SOFT_LIMIT, 1 << 10, 1 << 13);

    private static final DiskImage EMPTY =
            DiskImage.of(new byte[(int) LAYOUT.fileLength((long) REGIONS * LAYOUT.regionPages())]);

    /** The power is gone. */
    private static final class Cut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    final SplittableRandom random;
    private final List<byte[]> contents = new ArrayList<>();
    private SimulatedDisk disk = new SimulatedDisk("journal", EMPTY);
    private Pages pages = new Pages();
    private Journal journal;
    private GroupCommit commits;

    /** What a slot says; changes are durable at once. */
    private JournalStart slot = JournalStart.NONE;

    private long slotNumber;
    private long acknowledged;
    private long operations;

    /** Extents from the lowest free blocks. */
    private static final class Pages implements ExtentSource {
        private final TreeSet<Long> used = new TreeSet<>();

        @Override
        public long allocateExtent(int order) {
            for (int index = 0; index < REGIONS * (LAYOUT.regionPages() >> order); index++) {
                int perRegion = LAYOUT.regionPages() >> order;
                long page = PageNumber.encode(index / perRegion, index % perRegion, order);
                if (isFree(page)) {
                    used.add(page);
                    return page;
                }
            }
            throw new AssertionError("the journal uses up the file: " + used.size() + " extents");
        }

        private boolean isFree(long page) {
            long from = LAYOUT.basePage(page);
            long to = from + (1L << PageNumber.order(page));
            return used.stream()
                    .allMatch(other -> LAYOUT.basePage(other) >= to
                            || LAYOUT.basePage(other) + (1L << PageNumber.order(other)) <= from);
        }

        @Override
        public void releaseExtent(long page) {
            if (!used.remove(page)) {
                throw new AssertionError("released twice: " + PageNumber.decode(page));
            }
        }
    }

    JournalModel(long seed) {
        random = new SplittableRandom(seed);
        journal = makeJournal(disk, pages);
        commits = makeCommits(journal, 0);
        journal.startAt(0);
        checkpoint();
    }

    private Journal makeJournal(StorageFile file, ExtentSource source) {
        return makeJournal(file, LAYOUT, source, OPTIONS);
    }

    /** Makes a journal; planted bugs come in here. */
    Journal makeJournal(StorageFile file, FileLayout layout, ExtentSource source, JournalOptions options) {
        return new Journal(file, layout, source, options);
    }

    GroupCommit makeCommits(Journal target, long number) {
        return new GroupCommit(target, number);
    }

    JournalReader makeReader(JournalChain chain, long position, long lastNumber) {
        return new JournalReader(chain, position, lastNumber);
    }

    JournalReader makeReaderOfDamage(JournalChain chain, long position, long lastNumber) {
        return new JournalReader(chain, position, lastNumber);
    }

    /** Commits and cuts; returns how many operations there were. */
    long run(int cuts) {
        for (int cut = 0; cut < cuts; cut++) {
            cutAfter(random.nextInt(1, random.nextInt(3) == 0 ? 4 : 60));
            try {
                while (true) {
                    operate();
                    operations++;
                }
            } catch (Cut | StoreFailedException gone) {
                recover();
            }
            damageSomething();
        }
        return operations;
    }

    /** The power goes at the n-th change of the disk from now on. */
    private void cutAfter(int changes) {
        int[] left = {changes};
        disk.observe(changed -> {
            if (--left[0] <= 0) {
                throw new Cut();
            }
        });
    }

    private void operate() {
        switch (random.nextInt(12)) {
            case 0 -> checkpoint();
            case 1 -> journal.prepareExtent();
            case 2, 3 -> commits.step();
            case 4 -> {
                commits.flush();
                acknowledged = contents.size();
            }
            default -> commit();
        }
    }

    private void commit() {
        int length = random.nextInt(8) == 0 ? random.nextInt(3_000) : random.nextInt(100);
        byte[] content = new byte[length];
        random.nextBytes(content);
        commits.reserve(length);
        long number = contents.size() + 1L;
        boolean waits = random.nextBoolean();
        PendingCommit commit = new PendingCommit(number, waits) {
            @Override
            protected void publish() {
                if (waits) {
                    acknowledged = Math.max(acknowledged, number());
                }
            }
        };
        contents.add(content);
        commits.submit(commit, content, length);
        if (random.nextBoolean()) {
            commits.await(commit);
        }
    }

    private void checkpoint() {
        commits.flush();
        acknowledged = contents.size();
        long position = journal.appendedEnd();
        slot = journal.startAt(position);
        slotNumber = contents.size();
        journal.releaseBefore(position);
    }

    /** Opens what a restart finds, sometimes several times, and compares. */
    private void recover() {
        do {
            List<DiskImage> images = new ArrayList<>();
            disk.powerCut().forEachImage(random, 8, images::add);
            disk = new SimulatedDisk("journal", images.get(random.nextInt(images.size())));
            if (random.nextInt(4) == 0) {
                cutAfter(random.nextInt(1, 8));
            }
        } while (!isRecovered());
        disk.observe(null);
    }

    private boolean isRecovered() {
        JournalChain chain = JournalChain.read(disk, LAYOUT, slot);
        pages = new Pages();
        chain.extents().forEach(extent -> pages.used.add(extent.page()));
        JournalReader reader = makeReader(chain, slot.position(), slotNumber);
        compare(reader);
        try {
            reader.rewriteAccepted();
            disk.sync();
            if (reader.clearLeftovers()) {
                disk.sync();
            }
        } catch (Cut again) {
            return false;
        }
        contents.subList((int) reader.lastNumber(), contents.size()).clear();
        acknowledged = contents.size();
        journal = makeJournal(disk, pages);
        journal.resume(chain, slot.position(), reader.position());
        commits = makeCommits(journal, reader.lastNumber());
        return true;
    }

    private void compare(JournalReader reader) {
        while (reader.next()) {
            int number = (int) reader.lastNumber();
            if (number > contents.size() || !Arrays.equals(reader.content(), contents.get(number - 1))) {
                throw new AssertionError("commit " + number + " of " + contents.size() + " has another content");
            }
        }
        if (reader.lastNumber() < acknowledged) {
            throw new AssertionError(
                    "commit " + acknowledged + " was acknowledged, but the last one is " + reader.lastNumber());
        }
    }

    /** Changes a byte of a copy: what comes before it must still be read, and no other content; or it is reported. */
    private void damageSomething() {
        byte[] content = disk.cached().toBytes();
        int at = random.nextInt(content.length);
        List<JournalExtent> extents = JournalChain.read(disk, LAYOUT, slot).extents();
        if (random.nextInt(8) != 0) {
            JournalExtent extent = extents.get(random.nextInt(extents.size()));
            at = (int) (extent.offset() + random.nextLong(extent.size()));
        }
        content[at] ^= (byte) (1 << random.nextInt(8));
        StorageFile damaged = new MemoryStorageFile("damaged", content);
        long last;
        try {
            JournalReader reader =
                    makeReaderOfDamage(JournalChain.read(damaged, LAYOUT, slot), slot.position(), slotNumber);
            long before = acknowledged;
            acknowledged = slotNumber;
            compare(reader);
            acknowledged = before;
            last = reader.lastNumber();
        } catch (CorruptFileException reported) {
            operations++;
            return;
        }
        checkLoss(last);
    }

    /** What nobody can know to be missing is what the last write brought. */
    private void checkLoss(long last) {
        JournalChain chain = JournalChain.read(disk, LAYOUT, slot);
        JournalReader sound = new JournalReader(chain, slot.position(), slotNumber);
        long provenDurable = slotNumber;
        byte[] header = new byte[JournalRecord.CONTENT_OFFSET];
        for (long position = slot.position(); sound.next(); position = sound.position()) {
            chain.read(position, header, 0, header.length);
            provenDurable = Math.max(provenDurable, JournalRecord.durableNumber(header, 0));
        }
        if (last < provenDurable) {
            throw new AssertionError("damage hides commits " + (last + 1) + " to " + provenDurable);
        }
    }
}
