package org.copsedb.btree.apply;

import org.copsedb.btree.TreeShape;
import org.copsedb.btree.TreeWriter;
import org.copsedb.pagestore.PageWriter;

/** Makes the buffer under test, or one with a planted bug. */
interface BufferFactory {
    WriteBuffer make(PageWriter pages, TreeShape shape, TreeWriter tree, WriteBudget budget);
}
