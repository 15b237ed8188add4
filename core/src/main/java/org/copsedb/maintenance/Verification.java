package org.copsedb.maintenance;

import java.util.ArrayList;
import java.util.List;
import org.copsedb.VerifyReport;
import org.copsedb.btree.Tree;
import org.copsedb.btree.TreeChecker;
import org.copsedb.btree.TreeFinding;
import org.copsedb.catalog.Catalog;
import org.copsedb.catalog.TableRecord;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.PageStore;
import org.copsedb.pagestore.SpaceFindings;
import org.copsedb.pagestore.Version;
import org.copsedb.pagestore.VersionPin;
import org.copsedb.storage.CorruptFileException;

/** Checks the last committed version: every tree, and the account of all pages. Needs the writer's turn. */
public final class Verification {
    private final PageStore store;
    private final List<String> findings = new ArrayList<>();
    private long tables;
    private long entries;

    /**
     * Prepares a verification.
     *
     * @param store the page store
     */
    public Verification(PageStore store) {
        this.store = store;
    }

    /**
     * Checks everything.
     *
     * @return what was found
     */
    public VerifyReport run() {
        // Pinned: commits that were sealed before are published meanwhile, and their dead pages used again.
        try (VersionPin pin = store.pinHead()) {
            Version head = pin.version();
            checkTree("system tree", head.systemRoot());
            checkTree("catalog", head.userRoot());
            if (findings.isEmpty()) {
                Catalog.forEach(new Tree(store, head.userRoot()), this::checkTable);
            }
        }
        long pages = 0;
        if (findings.isEmpty()) {
            SpaceFindings space = store.checkSpace(Catalog::forEachPage);
            findings.addAll(space.findings());
            pages = space.reachablePages();
        }
        return new VerifyReport(findings, tables, entries, pages);
    }

    private void checkTable(String name, TableRecord record) {
        tables++;
        entries += record.root().count();
        checkTree("table \"" + name + "\"", record.root());
    }

    private void checkTree(String what, PageReference root) {
        try {
            for (TreeFinding finding : TreeChecker.check(store, root)) {
                findings.add(what + ": " + finding);
            }
        } catch (CorruptFileException damage) {
            findings.add(what + ": " + damage.getMessage());
        }
    }
}
