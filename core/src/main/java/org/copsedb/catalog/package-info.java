/** The catalog: which tables there are, of which types, and where their trees begin. */
@NullMarked
package org.copsedb.catalog;

import org.jspecify.annotations.NullMarked;
