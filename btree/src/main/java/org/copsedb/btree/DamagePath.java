package org.copsedb.btree;

import java.util.function.ToIntFunction;
import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageReader;
import org.copsedb.pagestore.PageReference;
import org.copsedb.storage.CorruptFileException;

/** Tells how a damaged page was reached: the cold side of every descent, which keeps no path of its own. */
public final class DamagePath {
    private DamagePath() {}

    /**
     * Adds the path from the root to an exception, by going down again until the damage is met.
     *
     * @param choose which child of a branch the descent took
     */
    static CorruptFileException locate(
            PageReader reader, PageReference root, ToIntFunction<byte[]> choose, CorruptFileException damage) {
        StringBuilder path = new StringBuilder("root");
        try {
            byte[] page = reader.read(root.page(), root.stamp());
            int level = PageHeader.level(page);
            path.append(' ').append(NodeFormat.name(root.page()));
            while (level > 0) {
                NodeFormat.check(page, level);
                int child = choose.applyAsInt(page);
                int reference = BranchPage.referenceOffset(page, child);
                long number = BranchPage.childPage(page, reference);
                path.append(", child ").append(child).append(' ').append(NodeFormat.name(number));
                page = reader.read(number, BranchPage.childStamp(page, reference));
                level--;
            }
        } catch (CorruptFileException again) {
            path.append(" (damaged)");
        }
        return at(path.toString(), damage);
    }

    /** Names the way along some branches, and what lies at its end. */
    static String along(long rootPage, byte[][] branches, int[] children, int depth) {
        StringBuilder way = new StringBuilder("root ").append(NodeFormat.name(rootPage));
        for (int i = 0; i < depth; i++) {
            int reference = BranchPage.referenceOffset(branches[i], children[i]);
            way.append(", child ").append(children[i]).append(' ');
            way.append(NodeFormat.name(BranchPage.childPage(branches[i], reference)));
        }
        return way.toString();
    }

    /**
     * Puts a path before the place of an exception, unless that is a path from the root already.
     *
     * @param path the path from the root
     * @param damage the exception, which becomes the cause
     * @return the exception to be thrown
     */
    public static CorruptFileException at(String path, CorruptFileException damage) {
        if (damage.where().startsWith("root")) {
            return damage;
        }
        CorruptFileException located =
                new CorruptFileException(path + ": " + damage.where(), damage.expected(), damage.found());
        located.initCause(damage);
        return located;
    }
}
