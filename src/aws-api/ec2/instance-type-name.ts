/**
 * What the name of an instance type can look like (EC2 Instance Types guide, "Naming conventions"): a family, which may have
 * come after our table, and one of the sizes there are.
 */
export const INSTANCE_TYPE_NAME =
  /^[a-z][a-z\d-]{0,30}\.(?:nano|micro|small|medium|large|\d{0,3}xlarge|metal(?:-\d{1,3}xl)?)$/;
