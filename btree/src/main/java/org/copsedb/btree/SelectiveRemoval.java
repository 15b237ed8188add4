package org.copsedb.btree;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.copsedb.btree.node.NodeFormat;

/** Removes the entries of a range that a condition holds for: leaf by leaf, each changed at most once. */
final class SelectiveRemoval {
    private final TreeWriter writer;
    private final TreeCursor position;
    private int[] taken = new int[64];
    private int count;

    SelectiveRemoval(TreeWriter writer, KeyBounds bounds) {
        this.writer = writer;
        this.position = writer.tree().cursor(bounds);
    }

    long run(Predicate<? super EntryView> condition, Consumer<? super EntryView> receiver) {
        long removed = 0;
        boolean more = position.first();
        while (more) {
            int last = position.end() - 1;
            takeFromLeaf(last, condition, receiver);
            removed += count;
            position.setIndex(last);
            more = position.continuesBehindLeaf();
            if (count == 0) {
                more = more && position.next();
            } else if (more) {
                byte[] key = position.key();
                boolean keyGoes = taken[count - 1] == last;
                remove();
                more = goOnBehind(key, keyGoes);
            } else {
                remove();
            }
        }
        return removed;
    }

    /** Shows the entries up to the leaf's last one; what was taken before a failure is removed. */
    private void takeFromLeaf(int last, Predicate<? super EntryView> condition, Consumer<? super EntryView> receiver) {
        count = 0;
        long before = writer.changes();
        boolean done = false;
        try {
            for (int i = position.index(); i <= last; i++) {
                position.setIndex(i);
                if (condition.test(position)) {
                    receiver.accept(position);
                    take(i);
                }
            }
            done = true;
        } finally {
            if (!done && count > 0 && writer.changes() == before) {
                remove();
            }
        }
        writer.requireUnchanged(before);
    }

    private void take(int index) {
        if (count == taken.length) {
            taken = Arrays.copyOf(taken, count * 2);
        }
        taken[count++] = index;
    }

    private void remove() {
        writer.removeAll(position, taken, count);
    }

    /** Moves to the entry behind the last one that was looked at, whose key must not be met again if it was removed. */
    private boolean goOnBehind(byte[] key, boolean keyIsGone) {
        if (writer.follow(position, -count)) {
            position.setIndex(position.end() - 1);
            return position.next();
        }
        position.reset(writer.root());
        if (keyIsGone) {
            return seekBehindRemoved(position, key);
        }
        return position.seek(key) && (position.compareKey(key) != 0 || position.next());
    }

    /** Moves to where a key was that was removed: what still has it stood in two places of a damaged tree. */
    static boolean seekBehindRemoved(TreeCursor position, byte[] key) {
        boolean found = position.seek(key);
        if (found && position.compareKey(key) == 0) {
            throw DamagePath.at(
                    "root, at a key that was removed",
                    NodeFormat.corrupt(position.leaf(), "no entry of this key", "one in a second place"));
        }
        return found;
    }
}
