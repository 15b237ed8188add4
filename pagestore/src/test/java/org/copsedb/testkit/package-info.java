/** The test kit: disks that fail in every way a disk can, and what the tests of all modules share. */
@NullMarked
package org.copsedb.testkit;

import org.jspecify.annotations.NullMarked;
