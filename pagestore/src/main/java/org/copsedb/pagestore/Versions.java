package org.copsedb.pagestore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.copsedb.pagestore.checkpoint.CheckpointSource;
import org.copsedb.pagestore.checkpoint.PersistentVersion;
import org.copsedb.pagestore.checkpoint.StoredStates;
import org.copsedb.pagestore.reclaim.PageLifetimes;
import org.copsedb.pagestore.reclaim.PinHolder;
import org.copsedb.pagestore.reclaim.PinKind;
import org.copsedb.pagestore.reclaim.PinnedVersions;
import org.copsedb.pagestore.reclaim.PinnedVersions.NamedPin;
import org.copsedb.pagestore.region.Regions;
import org.jspecify.annotations.Nullable;

/**
 * The head, the live sets that belong to it, and who holds which version: how a sealed commit becomes the next head,
 * and what a checkpoint takes of it.
 *
 * <p>Commits are published in their order, by one thread at a time, while a writer may go on to allocate and free. All
 * else is safe for use by many threads.
 */
final class Versions {
    private static final StoreCommit.SavepointChanges NO_CHANGES =
            new StoreCommit.SavepointChanges(List.of(), List.of());

    private final Regions regions;
    private final PinnedVersions pins = new PinnedVersions();
    private final PageLifetimes lifetimes;

    /** Guards the live sets together with the head, so that a savepoint is of one version; and all that follows. */
    private final ReentrantLock publishing = new ReentrantLock();

    /** Savepoints that live as long as the process. */
    private final Set<StoreSavepoint> savepoints = new LinkedHashSet<>();

    /** Persistent savepoints by id. */
    private final Map<Long, StoreSavepoint> persistent = new TreeMap<>();

    /** Pages that were published and may be in memory only. */
    private PageList dirty = new PageList();

    /** The live sets of the head, while those of a commit that is not published yet stand in the regions. */
    private @Nullable SavepointState beforeStaged;

    /** Held for the durable state. */
    private List<NamedPin> durablePins = new ArrayList<>();

    /** Held for the checkpoint that is being written. */
    private List<NamedPin> checkpointPins = new ArrayList<>();

    private long journalEnd;
    private volatile Version head;

    /**
     * Begins with the durable version as the head.
     *
     * @param regions the regions, whose live sets are the version's; read when they are needed
     * @param parts makes the account of dead pages
     * @param durable the version that the file's slots name
     * @param journalEnd where in the stream of the journal replay would begin
     */
    Versions(Regions regions, StoreParts parts, Version durable, long journalEnd) {
        this.regions = regions;
        this.lifetimes = parts.makeLifetimes(pins);
        this.head = durable;
        this.journalEnd = journalEnd;
    }

    /** Enters the persistent savepoints of the file, and begins. */
    void open(PageStore store, List<PersistentVersion> stored) {
        durablePins.add(pin(PinKind.DURABLE, head));
        for (PersistentVersion kept : stored) {
            durablePins.add(pin(PinKind.DURABLE, kept.version()));
            persistent.put(kept.id(), makePersistent(store, kept.id(), kept.version(), kept.state()));
        }
        pins.publish(head.watermark());
    }

    private StoreSavepoint makePersistent(PageStore store, long id, Version version, SavepointState state) {
        PinHolder holder = new PinHolder(PinKind.PERSISTENT_SAVEPOINT, "savepoint " + id, Instant.now());
        return new StoreSavepoint(store, version, state, pins.pin(holder, version.watermark()));
    }

    /** Returns a persistent savepoint, null if there is none of the id. */
    @Nullable
    StoreSavepoint persistentSavepoint(long id) {
        publishing.lock();
        try {
            return persistent.get(id);
        } finally {
            publishing.unlock();
        }
    }

    /** Returns the live pages of all savepoints, persistent ones and those of this process. */
    List<SavepointState> savepointStates() {
        publishing.lock();
        try {
            List<SavepointState> states = new ArrayList<>();
            savepoints.forEach(savepoint -> states.add(savepoint.state()));
            persistent.values().forEach(savepoint -> states.add(savepoint.state()));
            return states;
        } finally {
            publishing.unlock();
        }
    }

    private NamedPin pin(PinKind kind, Version version) {
        return pins.pin(new PinHolder(kind, "commit " + version.number(), Instant.now()), version.watermark());
    }

    Version head() {
        return head;
    }

    PageLifetimes lifetimes() {
        return lifetimes;
    }

    VersionPin pinHead() {
        while (true) {
            Version version = head;
            PinnedVersions.Reader reader = pins.openReader(version.watermark());
            if (head.number() == version.number()) {
                return new VersionPin(version, reader);
            }
            reader.close();
        }
    }

    StoreSavepoint savepoint(PageStore store, String name) {
        publishing.lock();
        try {
            Version version = head;
            NamedPin pin = pins.pin(new PinHolder(PinKind.SAVEPOINT, name, Instant.now()), version.watermark());
            StoreSavepoint savepoint = new StoreSavepoint(store, version, liveState(), pin);
            savepoints.add(savepoint);
            return savepoint;
        } finally {
            publishing.unlock();
        }
    }

    @Nullable
    StoreSavepoint hold(PageStore store, StoreSavepoint savepoint, String name) {
        publishing.lock();
        try {
            NamedPin pin = savepoint.tryShare(new PinHolder(PinKind.SAVEPOINT, name, Instant.now()));
            if (pin == null) {
                return null;
            }
            StoreSavepoint held = new StoreSavepoint(store, savepoint.version(), savepoint.state(), pin);
            savepoints.add(held);
            return held;
        } finally {
            publishing.unlock();
        }
    }

    /** Counts the base pages that a savepoint has and neither the head nor another savepoint. */
    long basePagesKeptAlone(StoreSavepoint savepoint) {
        long watermark = savepoint.version().watermark();
        SavepointState live;
        List<StoreSavepoint> others = new ArrayList<>();
        publishing.lock();
        try {
            live = liveState();
            others.addAll(persistent.values());
            others.addAll(savepoints);
        } finally {
            publishing.unlock();
        }
        others.remove(savepoint);
        // Those of neighbouring versions have most in common with it.
        others.sort(Comparator.comparingLong(other -> Math.abs(other.version().watermark() - watermark)));
        long[] count = {0};
        savepoint.state().difference(live).forEach(page -> {
            if (others.stream().noneMatch(other -> other.state().contains(page))) {
                count[0] += 1L << PageNumber.order(page);
            }
        });
        return count[0];
    }

    void forget(StoreSavepoint savepoint) {
        publishing.lock();
        try {
            savepoints.remove(savepoint);
        } finally {
            publishing.unlock();
        }
    }

    /** Returns the live pages of the head. */
    SavepointState liveState() {
        publishing.lock();
        try {
            SavepointState staged = beforeStaged;
            return staged == null ? regions.makeStateForSavepoint() : staged;
        } finally {
            publishing.unlock();
        }
    }

    /**
     * Reads what the publication of a commit will change, so that nothing can fail there: the regions in which pages
     * die or come back, and if savepoints go, all in which one keeps pages.
     */
    void prepare(StoreCommit commit, StoredStates states) {
        commit.net().dead().forEach(page -> regions.region(PageNumber.region(page)));
        commit.net().revived().forEach(page -> regions.region(PageNumber.region(page)));
        if (!commit.savepoints().deleted().isEmpty()) {
            states.regionsWithKeptPages().forEach(regions::region);
        }
    }

    /** Makes a sealed commit the head. */
    void publish(StoreCommit commit) {
        revive(commit);
        publishing.lock();
        try {
            apply(commit);
            makeHead(commit);
        } finally {
            publishing.unlock();
        }
    }

    private void revive(StoreCommit commit) {
        StoreSavepoint restored = commit.restored();
        if (restored != null) {
            lifetimes.revive(
                    commit.net().revived(),
                    restored.version().watermark(),
                    commit.version().watermark());
        }
    }

    private void apply(StoreCommit commit) {
        commit.dirty().forEach(regions::bear);
        commit.net().revived().forEach(regions::bear);
        commit.net().dead().forEach(regions::bury);
    }

    private void makeHead(StoreCommit commit) {
        dirty.addAll(commit.dirty());
        journalEnd = commit.journalEnd();
        head = commit.version();
        // Readers see the new head by now; whoever pins it waits for the lock until the pins know it too.
        PageChanges.Net net = commit.net();
        lifetimes.publish(commit.version().watermark(), net.dead(), births(net));
    }

    /**
     * Tells when the present lives of dead pages began. A restore before the file was opened may have brought a page
     * back, and the savepoint that it came from be gone: then its stamp is older than a savepoint that does not have
     * it.
     */
    private PageList births(PageChanges.Net net) {
        if (persistent.isEmpty()) {
            return net.deadStamps();
        }
        PageList births = new PageList();
        for (int i = 0; i < net.dead().size(); i++) {
            births.add(birth(net.dead().get(i), net.deadStamps().get(i)));
        }
        return births;
    }

    private long birth(long page, long stamp) {
        long birth = stamp;
        for (StoreSavepoint savepoint : persistent.values()) {
            long watermark = savepoint.version().watermark();
            if (watermark >= stamp && savepoint.state().contains(page)) {
                return stamp;
            }
            birth = Math.max(birth, watermark >= stamp ? watermark + 1 : stamp);
        }
        return birth;
    }

    /**
     * Enters a sealed commit into the live sets without publishing it: for a checkpoint that is to be its commit. All
     * commits before it are published, and none follows before {@link #publishStaged} or {@link #unstage}.
     */
    CheckpointSource stage(StoreCommit commit) {
        publishing.lock();
        try {
            beforeStaged = regions.makeStateForSavepoint();
            apply(commit);
            PageList pages = takeDirty();
            pages.addAll(commit.dirty());
            return makeSource(commit.version(), pages, commit.journalEnd(), commit.savepoints());
        } finally {
            publishing.unlock();
        }
    }

    /** Takes a staged commit out of the live sets: it will never be published. */
    void unstage(StoreCommit commit, CheckpointSource source) {
        publishing.lock();
        try {
            commit.net().dead().forEach(regions::bear);
            commit.net().revived().forEach(regions::bury);
            commit.dirty().forEach(regions::bury);
            beforeStaged = null;
        } finally {
            publishing.unlock();
        }
        abandon(source);
    }

    /** Makes a staged commit the head: it is durable. */
    void publishStaged(PageStore store, StoreCommit commit) {
        revive(commit);
        publishing.lock();
        try {
            beforeStaged = null;
            makeHead(commit);
            commit.savepoints()
                    .deleted()
                    .forEach(id -> Objects.requireNonNull(persistent.remove(id)).release());
            commit.savepoints().created().forEach(id -> {
                SavepointState state = regions.makeStateForSavepoint();
                persistent.put(id, makePersistent(store, id, commit.version(), state));
            });
        } finally {
            publishing.unlock();
        }
    }

    /** Takes the head for a checkpoint. */
    CheckpointSource capture() {
        publishing.lock();
        try {
            checkpointPins.add(pin(PinKind.CHECKPOINT, head));
            return makeSource(head, takeDirty(), journalEnd, NO_CHANGES);
        } finally {
            publishing.unlock();
        }
    }

    private PageList takeDirty() {
        PageList taken = dirty;
        dirty = new PageList();
        return taken;
    }

    /** Savepoints stay held while the checkpoint writes their pages, even if they are closed. */
    private CheckpointSource makeSource(
            Version version, PageList pages, long end, StoreCommit.SavepointChanges changes) {
        List<SavepointState> kept = new ArrayList<>();
        for (StoreSavepoint savepoint : savepoints) {
            checkpointPins.add(pin(PinKind.CHECKPOINT, savepoint.version()));
            kept.add(savepoint.state());
        }
        SavepointState live = regions.makeStateForSavepoint();
        List<PersistentVersion> stored = new ArrayList<>();
        persistent.forEach((id, savepoint) -> {
            if (!changes.deleted().contains(id)) {
                stored.add(new PersistentVersion(id, savepoint.version(), savepoint.state()));
            }
        });
        changes.created().forEach(id -> stored.add(new PersistentVersion(id, version, live)));
        stored.sort(Comparator.comparingLong(each -> each.version().watermark()));
        return new CheckpointSource(version, live, kept, stored, pages, end);
    }

    /** A checkpoint is in force: its version, the head or one before it, takes the place of the one before. */
    void complete(CheckpointSource source, PageList left) {
        publishing.lock();
        try {
            List<NamedPin> before = durablePins;
            durablePins = new ArrayList<>();
            durablePins.add(pin(PinKind.DURABLE, source.version()));
            source.savepoints().forEach(kept -> durablePins.add(pin(PinKind.DURABLE, kept.version())));
            before.forEach(NamedPin::close);
            dirty.addAll(left);
            closeCheckpointPins();
        } finally {
            publishing.unlock();
        }
    }

    /** A checkpoint has ended before it wrote anything: another one will write its pages. */
    void abandon(CheckpointSource source) {
        publishing.lock();
        try {
            dirty.addAll(source.dirty());
            closeCheckpointPins();
        } finally {
            publishing.unlock();
        }
    }

    private void closeCheckpointPins() {
        checkpointPins.forEach(NamedPin::close);
        checkpointPins.clear();
    }
}
