/**
 * The seam to the disk: files as the page store uses them, and the errors that a disk, or what stands on it, can cause.
 */
@NullMarked
package org.copsedb.storage;

import org.jspecify.annotations.NullMarked;
