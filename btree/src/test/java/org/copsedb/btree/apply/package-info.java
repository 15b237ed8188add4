/** Tests of collected writes: against sorted maps, with little memory, and with savepoints in between. */
@NullMarked
package org.copsedb.btree.apply;

import org.jspecify.annotations.NullMarked;
