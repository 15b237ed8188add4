package org.copsedb.btree;

import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.LeafPage;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.pagestore.PageReader;
import org.copsedb.pagestore.PageReference;
import org.copsedb.storage.CorruptFileException;

/**
 * Which entry of a version a value belongs to, so that damage that is met later can be located.
 *
 * @param reader where the pages come from
 * @param root the root of the version
 * @param leaf the leaf
 * @param index the number of the entry
 */
@SuppressWarnings("ArrayRecordComponent") // It names a page and is never compared.
record ValuePlace(PageReader reader, PageReference root, byte[] leaf, int index) {
    CorruptFileException locate(CorruptFileException damage) {
        byte[] key;
        try {
            key = LeafPage.key(leaf, index);
        } catch (CorruptFileException keyIsDamagedToo) {
            return DamagePath.at("root " + NodeFormat.name(root.page()) + ", key unknown", damage);
        }
        return DamagePath.locate(reader, root, branch -> BranchPage.search(branch, key, key.length), damage);
    }
}
