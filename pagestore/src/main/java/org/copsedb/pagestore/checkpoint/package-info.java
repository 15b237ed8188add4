/** How a state becomes the durable one, and how a file is opened in it. */
@NullMarked
package org.copsedb.pagestore.checkpoint;

import org.jspecify.annotations.NullMarked;
